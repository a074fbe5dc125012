"""Consistent texts that are easily misread: nothing in them may be called wrong, whatever the rules' record says."""

from __future__ import annotations

import pytest

from auditor.audit import judge, own_rules
from auditor.findings import Severity

CONSISTENT = {
    "a list of layers tells which": "- Layers: 48\n- PP: 4\n- First layers per stage (0, 12, 24, 36)",
    "what is available is no use": "- GPU memory: 48GB per GPU\n- Memory utilization: <40% of available 48GB per GPU",
    "what keeps within a capacity is the use": (
        "- GPU memory: 48GB\n- Model memory: 9GB\n- Memory utilization: 25%\n- Capacity: 12GB per GPU within 48GB"
    ),
    "headroom below a limit": "- Memory usage: ~12GB per GPU < 48GB limit (75% headroom)",
    "a GPU's layers are not the model's": "- PP: 3\n- Each GPU runs 2 experts, 8 layers\n- 8 layers per pipeline stage",
    "layers of each stage": "- 3 pipeline stages, each running 8 layers\n- 8 layers per pipeline stage",
    "a step of a chain of splits": "- Weights: 96GB total\n- TP: 2\n- PP: 4\n## TP\n- Memory: 50% less (96GB → 48GB)",
    "a share of a rate": "- Memory per GPU: 30GB of 48GB\n**Link**:\n- NVLink usage: ~90 GB/s (10% of capacity)",
    "a share of a GPU's memory below a heading of the cache": (
        "- GPU memory: 48 GB\n- Weights: 21 GB per GPU\n\n### KV\n\n- Per GPU: 21 + 9 + 3 = 33 GB, 68.75% of 48 GB"
    ),
    "a total against one GPU": "- GPUs: 16\n- GPU memory: 48GB per GPU\n- ✅ Memory (90 GB total vs 48 GB per GPU)",
    "a fallback is split otherwise": (
        "- EP: 32\n- Expert parallelism: EP=32\n## Fallback\n- On slow networks EP=16\n## Plan\n- EP: 32"
    ),
    "a sum that the report corrects": "Total: 64 (4 × 4 × 8 = 64)\n\n**Issue**: wrong, 4 × 4 × 8 = 128, not 64",
    "a calculation that runs on": "Weights: 6GB (24GB ÷ 8 = 3GB per GPU × 2 for both copies)",
    "what runs on with a sum": "2 × 3.5B = 7 GFLOP per token plus 0.4 GFLOP for attention → 7.4 GFLOP",
    "a rate that was rounded before it was multiplied": (
        "| Scope | Formula | Value |\n|---|---|---|\n| One | 96 / 0.045 s | 2,133 tokens/s |\n"
        "| All | 4 × 2,133 | 8,533 tokens/s |"
    ),
    "a divisor without its millions": "12.6M tokens per hour; $18.90 / 12.6 = $1.50 per million tokens",
    "things, and by an arrow what they take": "128 KiB per token. 32 × 2,048 tokens → 8.6 GB",
    "things, and what they take": "At 128 KiB each, 32 × 2,048 tokens = 8.6 GB.",
    "decimal commas and points for thousands": (
        "Trọng số 32,4 GB, còn 9,6 GB cho KV; 9,6 GB / 65.536 byte ≈ 146 nghìn token, TPOT 2,4 / 0,8 = 3,0 ms."
    ),
    "scales of other languages": (
        "- Das Modell hat 7,5 Mrd. Parameter: 7,5 × 2 = 15,0 GB\n- 1.250 Token/s × 3.600 s = 4,5 Mio. Token\n"
        "- 5,0 GB / 32.768 Byte ≈ 153 Tsd. Token"
    ),
    "arithmetic that words before it change": "Of 16 layers each moves 2 × 3 = 96 GB in sum; of 9 GPUs 2 + 3 = 5 of 8.",
    "units whose names begin with a scale": "6 千瓦 × 24 小时 = 144 千瓦时，3 千个 token。",
    "a scale word with a dot": "3,5 GB und 1,5 GB. 1,8 Mio. Anfragen / 86.400 s = 20,8 Anfragen pro Sekunde.",
    "what a format leads to": "30B @ 4 bit = 15 GB; INT8: 8 bit = 30 GB",
    "a quotient that was rounded before it was multiplied": (
        "| Item | Calculation | Result |\n|---|---|---|\n| One | 96 / 0.045 | 2,133 |\n| All | 4 × 2,133 | 8,533 |"
    ),
    "a layout of unequal parts": (
        "- EP: 8, TP: 2, PP: 1, DP: 1\n\n1. Input (2 GPUs)\n2. Experts (8 GPUs)\n3. Output (2 GPUs)\n\n- Total GPUs: 12"
    ),
    "the shape of a tensor on one rank": (
        '- Strategy: TP12\n\n```dot\nqkv [label="IN: [batch=64, dim=1536] OUT: [batch=64, heads=2, dim=64]"]\n```'
    ),
    "a step on the way to a GPU's share": (
        "- Total weights: 96 GB\n- TP: 4\n- PP: 2\n\n- With TP: memory per GPU of 96 GB ÷ 4 = 24 GB\n"
        "- With PP too: memory per GPU of 24 GB ÷ 2 = 12 GB"
    ),
    "experts that are as many as the GPUs of all replicas": (
        "- Parameters: 64B\n- Experts: 64 per layer\n- TP: 2\n- EP: 8\n- DP: 4\n- GPUs: 64\n\n"
        "- Parameters per expert: 64B ÷ 64 = 1B"
    ),
    "weights that the replicas share": (
        "- Parameters: 64B\n- TP: 2\n- PP: 4\n- DP: 4\n- GPUs: 32\n- Sharding: ZeRO-3\n\n"
        "- Parameters per GPU: 64B ÷ 32 = 2B"
    ),
    "a fall that is called an improvement": "- Latency: from 80 ms to 32 ms (60% improvement)",
    "what the new value is of the old one": "- Memory: from 80 GB to 32 GB (40% of the original)",
    "a range that is only hoped for": "- Target GPU utilization: 85-95%\n\n## Results\n\n- GPU utilization: 80%",
    "a range that one of several values lies in": (
        "- GPU utilization: 85-95%\n\n## Short\n\n- GPU utilization: 90%\n\n## Long\n\n- GPU utilization: 80%"
    ),
    "bytes of eight bits": (
        "- Parameters: 24B\n- Precision: FP8 (1 byte per parameter)\n- GPUs: 64\n"
        "- 24B parameters distributed across 64 GPUs = 375MB per GPU"
    ),
    "experts of all layers, and of a group": (
        "- Experts: 96 per layer\n- Layers: 12\n- PP: 1\n- EP: 8\n- Distributes 1152 experts over 8 groups\n"
        "- Each group holds 144 experts (12 layers × 12 experts per layer)\n- Experts per GPU: 12"
    ),
    "a row of GPUs within a node": "- GPUs per node: 8\n- Group A: GPUs 0-3 (1 node)\n- Group B: GPUs 4-7 (1 node)",
    "a failure that the report admits": "- Memory utilization: 140%\n- Status: ✗ Exceeds limits",
    "a shortage that a list is about": (
        "- Required memory: 96GB per GPU\n- Available memory: 64GB per GPU\n- Usage: 150% (exceeds capacity by 50%)"
    ),
    "equal parts that are no whole number": (
        "- Load: 3.5 blocks per GPU\n- 28 blocks evenly distributed across 8 GPUs"
    ),
    "a degree of one part of the model": (
        "- GPUs: 5\n- Tensor parallel size: 3 (for the expert layers)\n- Pipeline parallel size: 3"
    ),
    "a degree that could not be": (
        "- Total weights: 96GB\n- TP: 2\n- PP: 4\n- Corrected from PP=6 to PP=4 due to the impossibility of PP=6\n"
        "- Weights per GPU: 12GB"
    ),
    "what is left over and what is used": "- GPU utilization: 3%\n- Compute headroom: 3% utilization (ample capacity)",
    "the ends of a stretch of ranks": "- EP: 8\n- 8 groups (EP0 through EP7)\n- Experts: 64\n- Experts per GPU: 8",
    "experts numbered through the whole model": (
        "- Experts: 32\n- Stage 0 (layers 0-7): experts 0-15\n- Stage 1 (layers 8-15): experts 16-31"
    ),
    "experts of the groups of one stage": (
        "- Experts per layer: 32\n\n## Stage 0 (layers 0-7)\n\n- EP group 0: experts 0-15\n- EP group 1: experts 16-31"
    ),
    "whole copies where nothing is split": (
        "- GPUs: 4\n- TP: 2\n- Without tensor parallelism each GPU holds the full model (20GB)\n"
        "- DP: every GPU stores the entire model (20GB)"
    ),
    "attention weights of one layer": (
        "- Layers: 16\n- Hidden size: 1024\n- Precision: FP8 (1 byte per parameter)\n- TP: 2\n\n"
        "## Weights of each layer per GPU\n\n- Attention weights: 2 MB"
    ),
    "bytes of a token's activations": (
        "- Layers: 64\n- Hidden size: 4096\n- Attention heads: 32\n- KV heads: 8\n\n## KV cache and others\n\n"
        "- Activations: 8 KB per token"
    ),
    "a smaller model beside the subject": (
        "- Llama-3-70B: 80 layers\n- Llama-3-70B: weights of 140GB, FP16\n- GPU memory: 24GB per GPU\n- TP: 8\n\n"
        "## Alternatives\n\n- Llama-3-8B: total weights of 16GB, 32 layers"
    ),
    "the whole that is divided on the same line": (
        "- TP=2, PP=4\n- GPU memory: 48 GB\n\n## Memory per GPU\n\n- Weights: 64 GB total, 64 / 8 = 8 GB per GPU\n"
        "- Weights: 32B × 2 bytes = 64 GB, 64 / 8 = 8 GB per GPU"
    ),
    "all parameters under a heading per GPU": (
        "- Parameters: 60B\n- GPU memory: 48 GB\n\n## Memory per GPU\n\n- Weights: 60B × 2 bytes = 120 GB\n"
        "- Split over 8 GPUs: 15 GB"
    ),
    "a rate of all accelerators": (
        "- GPUs: 32\n- Compute per step: 4.8e17 FLOP\n- Sustained rate: 32 × 300 TFLOPS × 50% MFU = 4,800 TFLOPS\n"
        "- Time per step: 4.8e17 / 4.8e15 = 100 s"
    ),
    "what is done for each byte is rounded": (
        "- Peak compute per GPU: 990 TFLOPS\n- HBM bandwidth per GPU: 3.35 TB/s\n- Ridge point: 296 FLOPs/byte"
    ),
    "a margin right behind its number": (
        "- Target: 500 tokens/s\n- Achieved: 700 tokens/s (1.4x higher than target)\n- Latency: 10 ms < 40 ms target ✓"
    ),
    "each sentence has a name of its own": (
        "- Parameters: 40B\n- GPU memory: 96GB\n\nTotal weight memory is 40B parameters * 2 bytes = 80 GB. "
        "Weights per GPU is 80 GB / 4 = 20 GB.\nKV cache per GPU: 12 GB. Memory used per GPU is 34 GB."
    ),
    "hours of a week": (
        "- Training time: 30 days\n- GPUs: 64\n\nPrice: $3. GPU-hours per week is 64 GPUs × 168 hours = 10,752."
    ),
    "a mistake that the next column mends": (
        "- Layers: 60\n\n| Item | Before | After |\n|---|---|---|\n| PP | 4 | 4 |\n| Layers per stage | 30 | 15 |"
    ),
    "an accelerator planned with less of everything": (
        "- GPU: H100\n- GPU memory: 64 GB\n- Peak compute: 400 TFLOPS\n- Memory bandwidth: 1.8 TB/s"
    ),
    "a block of the cache is no layer": "Model: Llama-3-70B\n\n    block_size: 16",
    "experts of a token are no parameters": (
        "- Parameters: 90B\n- Experts: 16 per layer\n- Layers: 24\n\nActive parameters: 2 of 16 experts per layer "
        "contribute 6.2B; with attention it is 8.1B."
    ),
    "the figure of some layers": (
        "- Parameters: 90B\n- Experts: 16, top-2\n- Layers: 36\n- PP: 3\n\n"
        "The last stage has 2.7B active parameters of its 12 layers, and 0.5B in the head."
    ),
    "a width of several degrees": (
        "- TP: 2\n- PP: 3\n- EP: 8\n- Layers: 36\n- GPUs: 48\n\n"
        "Experts are divided by TP, PP and EP (48-way), attention by TP and PP only (6-way)."
    ),
    "servers by the name of their line": (
        "# Llama-3.1-70B on 2 × DGX H100\n\n- Weights: 140 GB\n- Weights per GPU: 17.5 GB"
    ),
    "a limit in the column beside": (
        "Measured TTFT p50 is 240 ms.\n\n| Target | Limit | Measured |\n|---|---|---|\n| TTFT p50 | 400 ms | 240 ms |"
    ),
    "a budget is not what is used": (
        "| | Weights | KV budget | Sum |\n|---|---|---|---|\n| per GPU | 20 GB | 44 GB | 64 GB |\n\n"
        "- Memory used per GPU: 31 GB of the 80 GB, of which 11 GB KV cache"
    ),
    "what may be used of all": (
        "The engine starts with a fraction of 0.90: 72 GB of the 80 GB may be used.\n\n"
        "| Item | Limit | Measured |\n|---|---|---|\n| Memory per GPU | 72 GB | 43 GB |"
    ),
    "experts of which some are kept twice": (
        "- Routed experts: 64\n- EP: 72\n\nPlus 8 redundant experts: (64 + 8) / 72 = 1 routed expert per GPU"
    ),
    "gigabytes under a caption": (
        "- Parameters: 70B\n- Layers: 80\n- Hidden size: 8192\n\nMemory of one GPU (GB):\n\n"
        "| | Before | After |\n|---|---|---|\n| Weights | 17.65 | 17.65 |\n| KV cache | 50.85 | 56.45 |"
    ),
    "alternatives that were not taken": (
        "- TP: 1\n- DP: 16\n- EP: 16\n- GPUs: 16\n\n## Alternatives considered\n\n### TP=16 across both nodes\n\n"
        "- Latency is worse.\n\n### PP=2 × TP=8\n\n- Kept as plan B."
    ),
    "what would be": (
        "- PP: 4\n- Micro-batches: 64\n- Bubble: 4.5%\n\n"
        "Micro-batches of 2 would halve their number to 32 and push the bubble\nto 8.6%. "
        "If PP were 8, it would be 9.9%."
    ),
    "a sum below a line with a figure of its own": (
        "- Parameters: 18B\n\nWeights (BF16, 36 GB for one copy):\n\n"
        "- experts: 2.2 GB\n- attention: 0.3 GB\n- sum: 2.5 GB"
    ),
    "two figures per token": (
        "- TP: 2\n- DP: 4\n\n## Memory per GPU\n\n"
        "KV cache: 2 × 32 × 16 × 128 × 2 bytes = 262,144 bytes (256 KiB) per token."
    ),
    "work on top of the matrices": (
        "- Parameters: 22B\n\nThe scores add about 4 × 94 × 64 × 128 × 1,024 = 3.15 GFLOP per token on average."
    ),
    "a rating with sparsity": (
        "- GPUs: 256\n\nPeak: 256 × 989 TFLOPS = 253 PFLOPS; at 42% MFU it is 106 PFLOPS.\n"
        "The brochure number of 1,979 TFLOPS is with sparsity."
    ),
    "heads of another kind of attention": (
        "- TP: 8\n- Attention heads: 64\n\nWith MQA (1 head) the cache is 64 times smaller; TP=8 keeps a copy each."
    ),
    "a bracket behind another count": (
        "- Model: 480B total, 35B active (160 experts, top-8, 62 layers)\n- Experts per token: 8"
    ),
    "GPUs of each replica": "- `--tp-size 8 --ep-size 8` means 8 GPUs\n\n```yaml\nreplicas: 2\n```",
    "a sum that began before the sign": "Decode takes 0.73 s, plus ~0.15 s queueing = about 0.9 s.",
    "only the last term is worked out": "Bound: 70 GB weights + 96 × 3,000 × 160 KiB = 47 GB of cache.",
    "an arrow to another kind of amount": (
        "1. Shared experts: 58 × 44.04M → 2.6 GB\n2. Cache: 128 requests × 8K → 42.3 GB\n"
        "3. Compute: 18.5 PFLOP, 4 × 989 TFLOPS → 4.7 s"
    ),
    "one of what is worked out": "One 128K sequence = 131,072 × 80 KiB = 10 GiB per GPU.",
    "a budget over lines": "    8 × 70 GB   = 560 GB\n    − weights   = 405.9 GB\n    → KV budget = 154.1 GB",
    "a count and its ratio to the mean": "- Measured max: 10,650 → 1.30× mean, ✅ within the 1.35× limit",
    "billions that the result alone names": "400B parameters; active 386 × 2/64 + 14 ≈ 26B.",
    "what is left over": "- 32,768 % (2 × 4) = 0",
    "the argument of a root": "The standard error is √(0.9·0.1/400) = 1.5 points.",
    "the name of the next number": "Model: Mixtral-8x7B, 32 layers, 8 experts top-2, 32 heads",
    "experts and the width of one": (
        "The model has 48 layers with 128 routed experts each, top-8, expert FFN 768. With EP = 8 that is "
        "128 / 8 = 16 experts per GPU. With 16 redundant experts there are 144 physical experts, 18 per GPU."
    ),
    "experts of a GPU": "- Experts: 32\n- EP: 16\n- **Proposed**: 2 experts of every layer per GPU",
    "two plans in one object": (
        '```json\n"baseline": {"tp": 8, "pp": 2, "gpus": 16},\n"proposed": {"tp": 1, "pp": 1, "gpus": 16}\n```'
    ),
    "a rating of all eight": "Model: Llama-3.1-70B on H200.\n\nEight GPUs: 7.9 PFLOPS peak, 1,128 GB of memory.",
    "a smaller model for comparison": (
        "# Llama-9-70B\n\n- Parameters: 70.5B\n- Layers: 80\n\nLlama-3.1-8B in BF16 scores 69 instead."
    ),
    "the limit of a rate": "    per user    1 / 17.5 ms = 57 tokens/s     (limit 25)  ✔",
    "a mean and a tail": (
        "| Objective | Bound |\n|---|---|\n| TTFT, mean | ≤ 1,000 ms |\n| TTFT, p95 | ≤ 1,500 ms |\n\n"
        "| Metric | Bound | Measured | |\n|---|---|---|---|\n| TTFT, p95 | ≤ 1,500 ms | 1,120 ms | ✅ |"
    ),
    "parts on a line with less indent": (
        "```\n    70B: weights = 35.3 GB\n         rest = 4.2 GB\n         states = 3.3 GB\n         sum = 42.8 GB\n```"
    ),
    "several cards by name": (
        "Hardware: 2× H100 80 GB, 2× RTX 4090 (24 GB each), 1× RTX PRO 6000 (96 GB). Model: 70.55B, BF16.\n\n"
        "| Setup | Format | Weights |\n|---|---|---|\n| RTX PRO 6000 (96 GB) | Q6_K | 57.9 GB |\n"
        "| RTX PRO 6000 (96 GB) | Q8_0 | 75.0 GB |"
    ),
    "improvements that are not made": (
        "- TP: 8\n- PP: 2\n- Weights: 812 GB\n- Weights per GPU: 50.7 GB\n\n## Possible improvements\n\n"
        "- FP8 weights: 25.4 GB per GPU instead of 50.7; 42.3 GB are then left."
    ),
    "a limit on GPUs": (
        "- TP: 2\n- PP: 3\n- EP: 8\n\n| Check | Value | Limit | Status |\n|---|---|---|---|\n| GPUs | 48 | 64 | ✅ |"
    ),
    "a sum with words between": "Active parameters: 27B × 2/32 ≈ 1.69B from experts + 3B = 4.69B.",
    "billions in an object": '```json\n"experts": 64, "top_k": 4,\n"params_billion": {"experts": 29.0}\n```',
    "cards of a server": "- TP: 8\n- PP: 2\n- DP: 2\n\n总卡数：8 × 2 × 2 = 32 卡，即 4 台 8 卡服务器。",
    "a Chinese sentence ends": "分为 4 个 micro-batch，每个 12 条。气泡比例 (2-1)/(4+2-1) = 20%",
    "half of a number": "The average context is 1,050 tokens (900 + half of 300).",
    "GPUs of each node": (
        "| Item | Value |\n|---|---|\n| Nodes | 4 × 8 A100 40GB (32 GPUs) |\n| Weights | 282 GB, 17.6 GB per GPU |"
    ),
    "an older draft": (
        "- PP: 4\n- DP: 32\n- Batch size: 1024\n- Micro-batch size: 1\n\nEach rank gets 32 sequences, so m = 32 "
        "micro-batches. "
        "In draft 2 we had PP=8, DP=16 and a batch of 512."
    ),
    "a rate of all GPUs": "- GPU: H100\n- Sustained: 215 PFLOP/s\n\nWe expect 420 TFLOP/s per GPU, that is 42% MFU.",
    "the heads of the cache": (
        "- Attention heads: 40\n\nWith TP=2 each GPU holds 4 of the 8 KV heads. 8 heads on 16 ranks means copies."
    ),
    "a quoted mistake": '- TP: 16\n- ❌ "It has 40 heads, so 2 × 48 × 40 × 128 × 2 = 983,040 bytes." Far too much.',
    "experts that a report counts itself": (
        "- Layers: 32\n- Experts: 64 in every layer\n- EP: 16\n- PP: 4\n\n4 × 8 layers = 32 experts per EP rank"
    ),
    "formats in a row": (
        "| | A | B |\n|---|---|---|\n| GPU | 2 × A100 80GB | 1 × H100 80GB |\n| precision | BF16 | FP8 |\n"
        "| weights | 65.5 GB (32.8 per GPU) | 32.8 GB |\n\nThe model has 32.8B parameters."
    ),
    "bytes of each parameter in a label": (
        "Parameters: 8.03B.\n\n| | 8B |\n|---|---|\n| weights (2 B) | 16.1 GB |\n| optimizer (12 B) | 96.4 GB |"
    ),
    "bits divided by eight": "The rest takes 6.53B parameters × 4.156 bit / 8 = 3.39 GB.",
    "twice what is stated": "DP=2 of a 70B model in BF16 is twice 141.2 GB = 282.4 GB.",
    "a divisor at the head of a column": (
        "- TP: 16\n\n| Item | Count | Divided by | Per GPU |\n|---|---|---|---|\n"
        "| Query heads | 96 | attention TP 4 | 24 |"
    ),
    "a format of something else": (
        "# 34B on 8 × A100-40GB\n\n- Weights per GPU: 8.6 GB\n\n(The old figure counted FP32 cache entries.)"
    ),
    "what if": (
        "- TP: 4\n- PP: 2\n- Layers: 60\n\nWhat if TP=2, PP=4 instead? 15 layers per stage, and the floor doubles."
    ),
    "plans told together": (
        "- GPUs: 8\n- TP8 gives 8 GPUs\n- TP6 is refused: 8 KV heads\n- TP2 × PP3 = 6 GPUs\n- TP4 in FP8 fits as well"
    ),
    "a fall with a minus": "Latency fell from 9.8 to 6.4 ms (−35%).",
    "an assumed share of the peak": (
        "- GPUs: 8\n- Peak compute: 200 TFLOPS per GPU\n- Effective compute: 100 TFLOPS (50% MFU assumption)\n"
        "- FLOPs per token: 20 GFLOPs\n- Planned total throughput: 24 tokens/ms"
    ),
    "a bound above what is used": (
        "- Peak compute: 120 TFLOPS per GPU\n- MFU: 22.5%\n"
        "- Compute bound: 48 TFLOPS / 6.0 GFLOPs per token = 8 tokens/ms per GPU"
    ),
    "the GPUs that there are": "- TP: 4\n- PP: 3\n- DP: 2\n\n| Check | Result |\n|---|---|\n| GPU count | 24 of 40 |",
    "a share under a key of its own": (
        "# Plan\n\n- **Weights / total memory**: 90 / 640 = 14.1%\n\n## Use\n\n- **Utilization**: 28.25 / 80 = 35.3%\n"
        "\n## Summary\n\n- **Memory**: 28.25GB (35.3%)"
    ),
    "the heads of a GPU": "- TP: 8\n\n## Option\n\n- Heads: 60 / 5 = 12 query heads and 10 / 5 = 2 KV heads per GPU",
    "the figure of another": (
        "- GPUs: 32\n- Throughput per GPU: 4,900 tokens/s\n\n"
        "For comparison, the vendor reports about 73.7k tokens/s of total throughput."
    ),
    "what another aim would take": (
        "- Throughput: 2,900 tokens/s ✅\n\nTo reach $0.80, 3,333 tokens/s are needed at the same price."
    ),
    "a sum that goes on in words": "(6.25 bits = 6 bits + 16-bit scale and 16-bit offset per group of 128.)",
    "a share of what there is": "- Share: 1/8 = 8 GB of 64 GB\n- Use: 8 + 12 + 3 = 23 GB of 80 GB = 28.8%",
    "steps to come": "- TP: 4\n- Heads: 36\n\n## Next steps\n\n- Compare with 8-way TP",
    "a remark on a count of operations": "- TP: 8\n- Tensor: TP=8\n- All-reduce calls: 96 (tensor parallelism)\n- TP 8",
    "a target that one of several batches reaches": (
        "- Target TPOT: 30 ms → ✅ met\n\n## Sweep\n\nAt batch 96 the TPOT is 27 ms.\n\nAt batch 128 the TPOT is 45 ms."
    ),
    "a target that the report calls missed elsewhere": (
        "- [x] TTFT ≤ 2 s ✓\n\n## Results\n\n- TTFT: 3.1 s (target: 2 s) ❌ FAIL"
    ),
    "a requirement of each GPU, reached by all": (
        "- GPUs: 16\n- Throughput target: 50 tokens/ms per GPU ✅ met\n\n"
        "## Results\n\n- Throughput: 960 tokens/ms total"
    ),
    "a target, and a value of another case in running words": (
        "| Metric | Target | OK |\n|---|---|---|\n| TTFT | ≤ 2 s | ✅ |\n\n"
        "Measured at 96K context, TTFT was 6.4 s; at the usual length it was 1.3 s."
    ),
    "a target, and what would be": (
        "- TPOT target 30 ms: met ✅\n\n## Growth\n\n- With 2x the users TPOT rises to 48 ms"
    ),
    "a deadline that a remark on the time keeps": (
        "## Time\n\n- Run: 7.2e22 / 4e16 = 1.8M s = 20.8 days\n- With 2 clusters it takes half\n"
        "- Deadline: 12 days → ✅ met"
    ),
    "how far a numbered requirement is kept": (
        "| ID | Limit |\n|---|---|\n| R1 | ≥ 70% utilization |\n| R2 | ≤ 2 s |\n\n"
        "| ID | Margin | Status |\n|---|---|---|\n| R1 | 4% | ✅ |\n| R2 | 0.3 s | ✅ |"
    ),
    "what a numbered requirement was checked over": (
        "- R1: TTFT must be ≤ 2 s\n\n## Results\n\n- R1 ✅ measured over 600 s of load"
    ),
    "variants that bear names like requirements": (
        "| Card | Limit |\n|---|---|\n| L4 | ≤ 24 GB |\n| A10 | ≤ 22 GB |\n\n"
        "| Card | Size | |\n|---|---|---|\n| L4 | 30 GB | ✅ |"
    ),
    "a number that was taken back, and stands for something else": (
        "The number of concurrent requests is 48, not 96.\n\n- Attention heads: 96 ✅"
    ),
    "a time that another limit is for": (
        "## Run\n\n- Loading: 90 GB / 2 GB/s = 45 s\n- TTFT: 0.9 s\n- TTFT limit: 2 s → ✅ met"
    ),
    "a table of GPUs with their sum below": (
        "- TP: 4\n- DP: 2\n\n| GPU | Tokens |\n|---|---|\n| 0 | 5,700 |\n| 1 | 4,400 |\n| **Sum** | **10,100** |"
    ),
    "a bracket that works out another number": ("An all-reduce carries 4.2 MB at batch 128 (128 × 16,384 × 2 B)."),
    "a share of what is left": "Weights take 20 GB, 79% of 96 GB stays free.\n\nUses 20 GB, leaving 70% of 96 GB.",
    "a line of a replica below a heading of a GPU": (
        "## Memory per GPU\n\n1. Weights: 9.0 GB\n2. KV cache:\n   - Each replica holds 393,216 tokens, 120 GiB"
        "\n   - Over 16 GPUs: 7.5 GiB\n\nTogether 17.1 GB, 27% of 64 GB."
    ),
    "an energy of each token, and of a million": "That is 0.54 J per output token, or 0.15 kWh per million.",
    "thousands set apart by spaces": "8 requests of 2 048 × 128 = 262 144 bytes and 12 500 / 4 = 3 125 each.",
    "a speed of each user by its time": ("- Required: ≥ 40 tokens/s per user ✅\n\n## Decode\n\n- TPOT: 24 ms"),
}


@pytest.mark.parametrize("text", CONSISTENT.values(), ids=CONSISTENT.keys())
def test_nothing_is_called_wrong(text: str) -> None:
    found = judge(text, own_rules().unmeasured())
    assert [f.message for f in found.all if f.severity is not Severity.NOTE] == []


WRONG = {
    "a product of plain numbers": "4 × 2,133 = 8,633 tokens/s",
    "a product of a count": "4 × 2,133 = 8,533",
    "a product of small numbers": "4 × 21 = 85 tokens/s",
    "a sum that a result runs on from": "2 × 3.5B = 7 GFLOP per token plus 0.4 GFLOP → 9.6 GFLOP",
    "a cost per million": "$18.90 / 12.6 = $1.90 per million tokens",
    "memory of all": "8 GPUs × 80 = 740 GB",
    "a total of what there is": "8 + 12 + 3 = 25 GB of 80 GB (31.3%)",
    "bytes in full": "2 × 32 × 8 × 128 × 2 = 131,172 bytes",
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG.keys())
def test_what_no_reading_saves_is_called_wrong(text: str) -> None:
    found = judge(text, own_rules().unmeasured())
    assert [f.code for f in found.all if f.severity is Severity.ERROR] == ["arithmetic/equation"]


def test_a_condition_that_always_holds_is_no_situation_of_its_own() -> None:
    found = judge("# Plan\n\nWith TP=8, PP=4 and DP=3:\n\n- **Total GPUs**: 64", own_rules().unmeasured())
    assert [f.code for f in found.all if f.severity is Severity.ERROR] == ["placement/gpu-count"]


def test_more_than_all_memory_is_an_error_where_the_report_is_content() -> None:
    found = judge("- Memory utilization: 140%\n- Status: ✓ Fits", own_rules().unmeasured())
    assert any(f.code == "utilisation/memory-at-most-one" for f in found.all)
