"""Tries a Linux bundle as its user will: unpack, install with no network at all, ask, build the samples, serve.

python -m scripts.bundle_check build/dist/dashboard-0.1.0-linux.zip
"""

import array
import fcntl
import json
import os
import platform
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

PORT = 8599
START_SECONDS = 60
INSIDE = "--without-network"


def check(bundle: Path) -> None:
    """Run the trial in a process of its own, cut off from the network where the system lets a user do so."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        print("The Linux bundle cannot be tried on this machine.", file=sys.stderr)
        return
    command = [sys.executable, "-m", "scripts.bundle_check", str(bundle)]
    if _may_unshare():
        command = ["unshare", "--net", "--map-root-user", *command, INSIDE]
    else:
        print("This system does not let a user cut the network off; pip alone is held offline.", file=sys.stderr)
    subprocess.run(command, check=True, cwd=Path(__file__).resolve().parent.parent)


def main(bundle: Path, *, is_cut_off: bool) -> None:
    if is_cut_off:
        _raise_loopback()
        _prove_cut_off()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with zipfile.ZipFile(bundle) as archive:
            archive.extractall(folder)
        target = folder / "một chỗ"  # a space and a letter beyond ASCII, as folders have
        _install(folder / bundle.stem, target)
        n_metrics = len(json.loads(_ask(target, "metrics", "--json")))
        built = json.loads(_ask(target, "build-samples", "--json"))["workspaces"]
        seconds = _serve(target)
        _install(folder / bundle.stem, target)  # once more, as an upgrade
        kept = [row["name"] for row in json.loads(_ask(target, "workspace", "list", "--json"))]
        if sorted(kept) != sorted(built) or not n_metrics:
            sys.exit(f"After a second installation: {kept}, before it {built}; {n_metrics} metrics.")
    network = "without a network" if is_cut_off else "with pip held offline"
    print(f"{bundle.name}: installed {network}, {n_metrics} metrics, workspaces {', '.join(built)}, "
          f"served after {seconds:.0f} s, upgraded with its data kept")  # fmt: skip


def _install(unpacked: Path, target: Path) -> None:
    offline = os.environ | {"PIP_NO_INDEX": "1", "PYTHON": sys.executable}
    subprocess.run(
        ["sh", unpacked / "install.sh", "--to", target, "--port", str(PORT)], check=True, env=offline,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip


def _ask(target: Path, *command: str) -> bytes:
    done = subprocess.run(["./run.sh", *command], cwd=target, check=True, stdout=subprocess.PIPE, env=_plain())
    return done.stdout


def _serve(target: Path) -> float:
    """Start the server and wait for its word that it is well; the seconds it took."""
    started = time.monotonic()
    server = subprocess.Popen(["./run.sh"], cwd=target, env=_plain(), stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        while time.monotonic() - started < START_SECONDS and server.poll() is None:
            if _get(f"http://127.0.0.1:{PORT}/_stcore/health") == b"ok":
                return time.monotonic() - started
            time.sleep(0.2)
        sys.exit("The installed dashboard did not start.")
    finally:
        os.killpg(server.pid, 15)
        server.wait()


def _get(url: str) -> bytes:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bytes(answer.read())
    except (urllib.error.URLError, OSError):
        return b""


def _plain() -> dict[str, str]:
    """The environment of a user who has set nothing of the dashboard's own."""
    ours = ("DASHBOARD_", "PYTHON", "STREAMLIT_", "PORT")
    return {key: value for key, value in os.environ.items() if not key.startswith(ours)}


def _may_unshare() -> bool:
    tried = ["unshare", "--net", "--map-root-user", "true"]
    return bool(shutil.which("unshare")) and subprocess.run(tried, capture_output=True, check=False).returncode == 0


def _raise_loopback() -> None:
    """A new network namespace has its loopback down: set IFF_UP, as `ip link set lo up` does."""
    get_flags, set_flags, is_up = 0x8913, 0x8914, 0x1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        request = array.array("B", struct.pack("16sh14x", b"lo", 0))
        fcntl.ioctl(handle, get_flags, request, True)
        [flags] = struct.unpack_from("16xh", request)
        fcntl.ioctl(handle, set_flags, struct.pack("16sh14x", b"lo", flags | is_up))


def _prove_cut_off() -> None:
    others = [name for _, name in socket.if_nameindex() if name != "lo"]
    try:
        socket.create_connection(("192.0.2.1", 443), timeout=2).close()
    except OSError:
        return
    sys.exit(f"The network is still there ({others}).")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), is_cut_off=INSIDE in sys.argv)
