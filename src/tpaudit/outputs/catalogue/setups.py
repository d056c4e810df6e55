# ruff: noqa: E501  settings to paste
"""Settings to paste for editors and formatters."""

from __future__ import annotations

from collections.abc import Mapping

from tpaudit.messages import Message, say

FORMATTERS: tuple[Message, Mapping[str, str]] = (
    say(
        "tpaudit has no formatter of its own: what it edits keeps its form. These settings of two formatters keep "
        "comments, lists below their keys and long texts as the starter has them."
    ),
    {
        "yamlfmt: .yamlfmt": "formatter:\n  type: basic\n  indent: 2\n  retain_line_breaks_single: true\n"
        "  indentless_arrays: false\n  max_line_length: 0\n  scan_folded_as_literal: true\n"
        "  pad_line_comments: 2\n",
        "prettier: .prettierrc.yaml": "overrides:\n  - files: ['tpaudit.yaml', 'touchpoints/*.yaml']\n    options:\n"
        "      proseWrap: preserve\n      printWidth: 120\n",
    },
)
SERVERS: tuple[Message, Mapping[str, str]] = (
    say(
        "tpaudit lsp speaks the language server protocol on standard input and output: findings as you type, "
        'completion, hover, definitions, rename. It needs pip install "tpaudit[lsp]".'
    ),
    {
        "Neovim 0.11 or later: init.lua": "vim.lsp.config('tpaudit', {\n  cmd = { 'tpaudit', 'lsp' },\n"
        "  filetypes = { 'yaml' },\n  root_markers = { 'tpaudit.yaml', 'tpaudit.yml' },\n})\nvim.lsp.enable('tpaudit')\n",
        "Helix: languages.toml": '[language-server.tpaudit]\ncommand = "tpaudit"\nargs = ["lsp"]\n\n[[language]]\n'
        'name = "yaml"\nlanguage-servers = ["yaml-language-server", "tpaudit"]\n',
        "VS Code, with the extension Generic LSP Client: settings.json": '"glspc.server.command": "tpaudit",\n'
        '"glspc.server.commandArguments": ["lsp"],\n"glspc.server.languageId": ["yaml"]\n',
        "Zed, with an extension that starts it: settings.json": '"lsp": {\n  "tpaudit": {\n    "binary": { "path": "tpaudit", '
        '"arguments": ["lsp"] }\n  }\n},\n"languages": { "YAML": { "language_servers": ["tpaudit", "..."] } }\n',
    },
)
