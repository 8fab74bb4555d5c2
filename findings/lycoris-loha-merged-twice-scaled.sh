#!/usr/bin/env bash
# lycoris-lora 3.4.0: merging a LoHa whose alpha is not its rank multiplies by alpha / rank twice, running it
# multiplies once, so the merged model is another one. LoCon agrees with itself. Needs Python 3.11.
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip -q install torch==2.7.1 numpy==2.2.6 safetensors==0.6.2 packaging==26.4 lycoris-lora==3.4.0
cat > twice.py <<'PY'
import torch
from lycoris.modules.locon import LoConModule
from lycoris.modules.loha import LohaModule

torch.manual_seed(0)
for kind in (LoConModule, LohaModule):
    base = torch.nn.Linear(16, 16, bias=False)
    module = kind("layer", base, 1.0, 4, 2.0)  # rank 4, alpha 2
    for weight in module.parameters():
        torch.nn.init.normal_(weight, std=0.5)
    with torch.no_grad():
        run = module.forward(torch.eye(16)).T - base.weight
        merged = module.get_merged_weight(1.0, base.weight.shape)[0] - base.weight
    ratio = float((merged * run).sum() / (run * run).sum())
    print(f"{kind.__name__}: merged change / change when run = {ratio:.3f}")
PY
env/bin/python twice.py 2>/dev/null | tee seen
diff seen - <<'SEEN'
LoConModule: merged change / change when run = 1.000
LohaModule: merged change / change when run = 0.500
SEEN
echo "as described"
