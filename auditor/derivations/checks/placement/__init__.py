"""The checks that rules on placement name."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.check import Check
from auditor.derivations.checks.placement import (
    boundaries,
    degree_used,
    experts_of_stage,
    gpus_of_layer,
    groups,
    groups_cover,
    indices,
    layers_of_gpu,
    layout,
    multiplied,
    nodes_of_range,
    of_degrees,
    own_product,
    replication,
    subsets,
    table_layout,
    unequal_part,
    worded,
    worded_degree,
)

CHECKS: Mapping[str, Check] = {
    "boundaries": boundaries.check,
    "degree_used": degree_used.check,
    "experts_of_stage": experts_of_stage.check,
    "gpus_of_layer": gpus_of_layer.check,
    "groups": groups.check,
    "groups_cover": groups_cover.check,
    "indices": indices.check,
    "layers_of_gpu": layers_of_gpu.check,
    "layout": layout.check,
    "multiplied": multiplied.check,
    "nodes_of_range": nodes_of_range.check,
    "of_degrees": of_degrees.check,
    "own_product": own_product.check,
    "replication": replication.check,
    "subsets": subsets.check,
    "table_layout": table_layout.check,
    "unequal_part": unequal_part.check,
    "worded": worded.check,
    "worded_degree": worded_degree.check,
}
