"""The block rules of the local workspace: its own table, as strict as Slack.

One door to what stands in the `block_*` files: the tables (`block_layouts`, `block_elements`,
`block_rich_text`, `block_objects`), the kinds they are made of (`block_checks`) and the rules
about several keys together (`block_relations`).
"""

from bot.workspace.block_ids import fill_ids
from bot.workspace.block_layouts import Surface
from bot.workspace.block_surfaces import blocks_too_long, check_blocks, check_view, view_too_large
from bot.workspace.block_values import Values, check_values, initial_values

__all__ = [
    "Surface",
    "Values",
    "blocks_too_long",
    "check_blocks",
    "check_values",
    "check_view",
    "fill_ids",
    "initial_values",
    "view_too_large",
]
