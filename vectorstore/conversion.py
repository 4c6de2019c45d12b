"""Writes the default embedding model in the form that OpenVINO runs. It loads torch (about 4 s), and so is a program of
its own: python -m vectorstore.conversion FOLDER TARGET.xml
"""

import sys
from pathlib import Path

import torch
from transformers import AutoModel

# As if it were not installed: when openvino is imported, it reports that to its makers by this package.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
import openvino

_EXAMPLE = torch.ones((2, 8), dtype=torch.int64)


class Pooled(torch.nn.Module):
    """The model, the mean of its tokens' vectors, brought to unit length, as the package's `modules.json` has it."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Ids of tokens and which of them count, shape (n, tokens), to vectors, shape (n, d)."""
        tokens = self.model(input_ids=input_ids, attention_mask=attention_mask)[0]
        counts = attention_mask.unsqueeze(-1).to(tokens.dtype)
        return torch.nn.functional.normalize((tokens * counts).sum(1) / counts.sum(1).clamp(min=1e-9), dim=1)


def convert(folder: Path, target: Path) -> None:
    """Write `target` and the weights beside it, in full precision."""
    model = AutoModel.from_pretrained(str(folder), local_files_only=True, use_safetensors=True).eval()
    example = {"input_ids": _EXAMPLE, "attention_mask": _EXAMPLE}
    converted = openvino.convert_model(Pooled(model), example_input=example)
    openvino.save_model(converted, str(target), compress_to_fp16=False)


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
