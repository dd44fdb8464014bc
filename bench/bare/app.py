"""An empty Streamlit page with one choice: what every page of ours is held against."""

import streamlit as st

choice = st.segmented_control("Choice", ["one", "two"], default="one", required=True)
st.title(f"Chose {choice}")
