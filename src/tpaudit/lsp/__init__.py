"""The language server: the pipeline of `tpaudit check` on what the editor holds, saved or not."""
