"""Project files: one zip of JSON and Parquet, checked before use."""
