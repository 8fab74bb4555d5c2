#!/usr/bin/env bash
# transformers 5.24.0: one and the same CLIPTextModel saves its weights under two layouts of names, by its past:
# built, without the prefix "text_model."; loaded from a folder that has the prefix, with it. Needs Python 3.11.
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip -q install torch==2.7.1 numpy==2.2.6 safetensors==0.8.0 transformers==5.24.0
cat > names.py <<'PY'
import os
from safetensors.torch import load_file, save_file
from transformers import CLIPTextConfig, CLIPTextModel


def names(folder):
    return sorted(load_file(folder + "/model.safetensors"))[0]


config = CLIPTextConfig(vocab_size=20, hidden_size=8, intermediate_size=8,
                        num_hidden_layers=1, num_attention_heads=2)
CLIPTextModel(config).save_pretrained("built")
print("built:", names("built"))
os.makedirs("old")
config.save_pretrained("old")
weights = load_file("built/model.safetensors")
save_file({"text_model." + name: weight for name, weight in weights.items()},
          "old/model.safetensors", {"format": "pt"})
CLIPTextModel.from_pretrained("old").save_pretrained("again")
print("loaded from old names:", names("again"))
PY
HF_HUB_OFFLINE=1 env/bin/python names.py 2>/dev/null | tee seen
diff seen - <<'SEEN'
built: embeddings.position_embedding.weight
loaded from old names: text_model.embeddings.position_embedding.weight
SEEN
echo "as described"
