"""The same with one plain chart, whose rows follow the choice: what a chart after another filter is held against."""

import altair as alt
import pandas as pd
import streamlit as st

choice = st.segmented_control("Choice", ["one", "two"], default="one", required=True)
st.title(f"Chose {choice}")
of_choice = {"one": [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8], "two": [2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5]}
rows = pd.DataFrame({"step": range(12), "height": of_choice[choice or "one"]})
st.altair_chart(alt.Chart(rows).mark_bar().encode(x="step:O", y="height"))
