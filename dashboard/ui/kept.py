"""Answers kept between runs under a key that is one string.

Streamlit hashes what a cached function is asked part by part and looks up its signature each time: 0,2 ms for a hit,
a hundred times in a run. Here positional arguments are the key, as one text; keyword-only parameters are what the
answer is made with, and no part of the key. Anything else given by keyword is refused: left out of the key, it would
bring the answer to another question.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import streamlit as st

P = ParamSpec("P")
T = TypeVar("T")


def shared(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """One object for every reader, which nobody may change; the `most` last asked for stay."""
    return lambda function: _kept(function, st.cache_resource(max_entries=most, show_spinner=False))


def copied(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A copy for each asker, who may change it; the `most` last asked for stay."""
    return lambda function: _kept(function, st.cache_data(max_entries=most, show_spinner=False))


def _kept(function: Callable[P, T], keep: Callable[..., Callable[..., T]]) -> Callable[P, T]:
    @wraps(function)  # by its name Streamlit keeps the answers of one function apart from those of others
    def made(*, key: str, _make: Callable[[], T]) -> T:  # noqa: ARG001
        return _make()

    kept = keep(made)
    made_with = {p.name for p in inspect.signature(function).parameters.values() if p.kind is p.KEYWORD_ONLY}

    @wraps(function)
    def answer(*args: P.args, **kwargs: P.kwargs) -> T:
        if not kwargs.keys() <= made_with:
            raise TypeError(f"{function.__name__} takes its key by position, not {sorted(kwargs.keys() - made_with)}")
        return kept(key=repr(args), _make=lambda: function(*args, **kwargs))

    return answer
