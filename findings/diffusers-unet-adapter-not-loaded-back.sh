#!/usr/bin/env bash
# diffusers 0.42.1: what a UNet2DConditionModel saves by save_lora_adapter, load_lora_adapter of the same class
# does not load with its own defaults: first the file is not found, then no key is, without an error, since the
# default prefix is "transformer". prefix=None loads it. Needs Python 3.11.
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip -q install torch==2.7.1 numpy==2.2.6 diffusers==0.42.1 transformers==5.24.0 peft==0.21.2
cat > back.py <<'PY'
import os
from diffusers import UNet2DConditionModel
from peft import LoraConfig


def unet():
    return UNet2DConditionModel(
        sample_size=8, block_out_channels=(8, 16), layers_per_block=1, norm_num_groups=4,
        cross_attention_dim=8, attention_head_dim=4,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"))


def layers(model):
    return sum("lora_A" in name for name, _ in model.named_parameters())


trained = unet()
trained.add_adapter(LoraConfig(r=2, lora_alpha=2, target_modules=["to_q"]))
trained.save_lora_adapter("adapter")
print("saved", os.listdir("adapter"), "of", layers(trained), "layers")
for more in ({}, {"weight_name": "pytorch_lora_weights.safetensors"},
             {"weight_name": "pytorch_lora_weights.safetensors", "prefix": None}):
    model = unet()
    try:
        model.load_lora_adapter("adapter", **more)
        print(more, "loads", layers(model), "layers")
    except OSError as error:
        print(more, "OSError:", str(error).split(" found")[0])
PY
HF_HUB_OFFLINE=1 env/bin/python back.py 2>/dev/null | tee seen
diff seen - <<'SEEN'
saved ['pytorch_lora_weights.safetensors'] of 8 layers
{} OSError: Error no file named pytorch_lora_weights.bin
{'weight_name': 'pytorch_lora_weights.safetensors'} loads 0 layers
{'weight_name': 'pytorch_lora_weights.safetensors', 'prefix': None} loads 8 layers
SEEN
echo "as described"
