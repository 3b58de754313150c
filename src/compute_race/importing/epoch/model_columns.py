"""The columns of Epoch AI's tables of models that are known and not read, each with the reason."""

from __future__ import annotations

from typing import Final

from compute_race.importing.epoch.table import ignored

_TEXT: Final = "text of a source, which the project does not republish"
_FOLLOWS: Final = "follows from other columns"
_ASKED: Final = "a detail of the training that no question asks for"
_CHOSEN: Final = "why and how Epoch AI chose or keeps the row, not a fact of the model"

#: Columns that at least one of the tables has.
IGNORED: Final = ignored(
    {
        _TEXT: ("Abstract", "Reference", "Documents", "Archived links", "API prices"),
        "names of people": ("Authors", "Created By"),
        "a count of another publisher that changes daily": ("Citations",),
        _CHOSEN: (
            *("Notability criteria", "Notability criteria notes", "Exclude", "Created"),
            *("Last modified", "WikiText and Penn Treebank data", "benchmarks/models"),
            *("Benchmark data", "Hugging Face developer id", "Model versions"),
        ),
        _FOLLOWS: (
            *("Open model weights?", "Frontier model", "Foundation model", "FLOP/$"),
            *("Possibly over 1e23 FLOP", "Estimated over 1e25 FLOP", "Maybe over 1e25 FLOP"),
            *("Base model compute", "Total compute - (base + finetune)", "Training chip-hours"),
            *("Hardware release date", "Hardware age", "Hardware FP32", "Hardware TF32"),
            *("Hardware count", "Hardware TF16", "Hardware FP16", "Hardware maker"),
            *("Assumed precision", "Assumed hardware performance (FLOP/s)", "Power per GPU"),
            *("Training dataset size", "Updated dataset size", "Organization categorization"),
            "Compute sponsor categorization",
        ),
        "a part of the training compute, which is read": (
            *("Finetune compute (FLOP)", "Finetune compute notes"),
            *("Post-training compute (FLOP)", "Post-training compute notes"),
            *("Distillation or synthetic data", "Distillation or synthetic data compute"),
            "Distillation or synthetic data compute notes",
        ),
        "what using the model takes, not training it": (
            *("Inference compute (FLOP)", "Inference compute notes"),
            "Inference code accessibility",
        ),
        _ASKED: (
            *("Task", "Approach", "Epochs", "Batch size", "Batch size notes", "Sparsity"),
            *("Training dataset", "Training dataset notes", "Training code accessibility"),
            *("Hardware utilization", "Hardware utilization (MFU)", "Hardware utilization (HFU)"),
            *("Utilization notes", "Numerical format", "Knowledge cutoff", "Context window"),
            *("Accessibility notes", "Training compute estimation method"),
        ),
        "names of sites and vendors that no register has, some of them whole sentences": (
            *("Training cloud compute vendor", "Training data center"),
        ),
    }
)
