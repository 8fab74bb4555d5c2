"""What PEFT and LyCORIS make of five layers with adapters of every kind, for the tests of adapters.

    pip install torch==2.7.1 peft==0.21.2 lycoris-lora==3.4.0 safetensors
    python adapters.py ../resources/reference/adapters

Writes base.safetensors with the layers, a file or PEFT folder for each adapter, and expected.safetensors with the weight of each
layer that the library's forward pass uses ("ADAPTER@WEIGHT/LAYER"; of stacked ones "ADAPTER@WEIGHT+ADAPTER@WEIGHT/LAYER"), found
by sending unit impulses through it in float64. Forward passes, since the merging of LyCORIS 3.4.0 scales LoHa and LoKr twice.
"""
import json, sys
from pathlib import Path
import torch
from lycoris.modules.locon import LoConModule
from lycoris.modules.loha import LohaModule
from lycoris.modules.lokr import LokrModule
from peft import LoHaConfig, LoKrConfig, LoraConfig, get_peft_model
from safetensors.torch import save_file
from torch import nn

OUT = Path(sys.argv[1])
OUT.mkdir(parents=True, exist_ok=True)
BLOCK = "mid_block.attentions.0."
LAYERS = {
    BLOCK + "transformer_blocks.0.attn1.to_q": nn.Linear(12, 12, bias=False), BLOCK + "transformer_blocks.0.ff.net.2": nn.Linear(24, 16),
    BLOCK + "proj_in": nn.Conv2d(12, 12, 1), "mid_block.resnets.0.conv1": nn.Conv2d(8, 12, 3, padding=1), "conv_out": nn.Conv2d(12, 4, 3, padding=1),
}
NAMES = list(LAYERS)
expected = {}


def model():
    """The layers in their places, with weights that are the same each time."""
    torch.manual_seed(1)
    root = nn.Module()
    for name, layer in LAYERS.items():
        at = root
        for part in name.split(".")[:-1]:
            if not hasattr(at, part):
                at.add_module(part, nn.Module())
            at = getattr(at, part)
        copy = type(layer)(layer.in_features, layer.out_features, layer.bias is not None) if isinstance(layer, nn.Linear) else \
            nn.Conv2d(layer.in_channels, layer.out_channels, layer.kernel_size, padding=layer.padding)
        at.add_module(name.split(".")[-1], copy)
        with torch.no_grad():
            for p in copy.parameters():
                p.copy_(torch.randn_like(p) * 0.4)
    return root


@torch.no_grad()
def effective(layer, weight):
    """Weight and bias of a layer by its answers to nothing and to unit impulses."""
    if weight.dim() == 2:
        zero = layer(torch.zeros(1, weight.shape[1], dtype=torch.float64))
        return (layer(torch.eye(weight.shape[1], dtype=torch.float64)) - zero).T, zero[0]
    n, k = weight.shape[1], weight.shape[2]
    x = torch.zeros(n, n, k, k, dtype=torch.float64)
    zero = layer(x)[:1]
    x[range(n), range(n), k // 2, k // 2] = 1
    return (layer(x) - zero).flip(2, 3).transpose(0, 1), zero[0, :, 0, 0]


def record(case, name, layer, weight, bias=False):
    w, b = effective(layer, weight)
    expected[f"{case}/{name}.weight"] = w.float().contiguous()
    if bias:
        expected[f"{case}/{name}.bias"] = b.float().contiguous()


def fill(parameters, seed, dtype=torch.float32):
    torch.manual_seed(seed)
    with torch.no_grad():
        for p in parameters:
            p.copy_((torch.randn(p.shape) * 0.3).to(dtype))


def lycoris(case, kind, seed, names=NAMES, weights=(-0.7,), prefix="lora_unet_", dtype=torch.float32, **settings):
    tensors, modules = {}, {}
    root = model()
    for i, name in enumerate(names):
        layer = root.get_submodule(name)
        module = kind(prefix + name.replace(".", "_"), layer, 1, **settings)
        fill([p for k, p in module.named_parameters() if k not in ("dora_scale", "scalar")], seed + i, dtype)
        if settings.get("weight_decompose"):
            with torch.no_grad():
                module.dora_scale.mul_(torch.rand(module.dora_scale.shape) + 0.5)
        for key, value in module.state_dict().items():
            tensors[module.lora_name + "." + key] = value.detach().to(dtype if value.dim() else torch.float32).contiguous()
        modules[name] = module
    save_file(tensors, OUT / f"{case}.safetensors")
    for w in weights:
        for name, module in modules.items():
            module.multiplier = w
            layer = root.get_submodule(name).double()
            module.double()
            module.org_forward = layer.forward
            record(f"{case}@{w}", name, module.forward, layer.weight)
    return modules


def stacked_lycoris():
    """Two adapters with DoRA on one layer."""
    layer = model().get_submodule(NAMES[1]).double()
    plain = layer.forward
    for case, kind, seed, w in (("lycoris-dora", LoConModule, 200, 0.6), ("lycoris-dora-lokr", LokrModule, 230, -0.7)):
        module = STACK[case][NAMES[1]]
        module.multiplier, module.org_forward = w, plain
        plain = module.forward
    record("lycoris-dora@0.6+lycoris-dora-lokr@-0.7", NAMES[1], plain, layer.weight)


def peft(case, config, seed, weights=(-0.7,), bias=False):
    adapted = get_peft_model(model(), config)
    fill([p for k, p in adapted.named_parameters() if any(s in k for s in ("lora_A", "lora_B", "hada_", "lokr_"))], seed)
    for k, p in adapted.named_parameters():
        if "magnitude" in k:
            with torch.no_grad():
                p.mul_(torch.rand(p.shape) + 0.5)
    folder = OUT / case
    adapted.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    settings = json.loads((folder / "adapter_config.json").read_text())
    settings = {k: v for k, v in settings.items() if v not in (None, {}, [], False)}
    (folder / "adapter_config.json").write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n")
    adapted = adapted.double().eval()
    scaled = [m for m in adapted.modules() if hasattr(m, "scaling")]
    trained = [dict(m.scaling) for m in scaled]
    for w in weights:
        for m, s in zip(scaled, trained):
            m.scaling.update({k: v * w for k, v in s.items()})
        for name in NAMES:
            layer = adapted.base_model.model.get_submodule(name)
            base = getattr(layer, "base_layer", layer)
            if layer is not base:
                record(f"{case}@{w}", name, layer, base.weight, bias and base.bias is not None)


def stacked_peft():
    """LoRA and DoRA on one layer."""
    adapted = get_peft_model(model(), LoraConfig(r=3, lora_alpha=2, target_modules=NAMES), adapter_name="a")
    adapted.add_adapter("b", LoraConfig(r=2, lora_alpha=5, target_modules=NAMES, use_dora=True))
    adapted.base_model.set_adapter(["a", "b"])
    fill([p for k, p in adapted.named_parameters() if "lora_A" in k or "lora_B" in k], 400)
    adapted.save_pretrained(OUT / "peft-stack")
    for name in "ab":
        folder = OUT / "peft-stack" / name
        settings = json.loads((folder / "adapter_config.json").read_text())
        settings = {k: v for k, v in settings.items() if v not in (None, {}, [], False)}
        (folder / "adapter_config.json").write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n")
    (OUT / "peft-stack" / "README.md").unlink(missing_ok=True)
    adapted = adapted.double().eval()
    for name in NAMES:
        layer = adapted.base_model.model.get_submodule(name)
        record("peft-stack/a@1+peft-stack/b@1", name, layer, layer.base_layer.weight)


ALL = (1, 0.6, -0.7)
STACK = {}
lycoris("lycoris-locon", LoConModule, 10, lora_dim=3, alpha=2)
lycoris("lycoris-locon-tucker", LoConModule, 20, prefix="lycoris_", lora_dim=3, alpha=5, use_tucker=True)
lycoris("lycoris-locon-rs", LoConModule, 30, weights=(1,), lora_dim=4, alpha=2, rs_lora=True)
lycoris("lycoris-locon-half", LoConModule, 40, weights=(1,), dtype=torch.bfloat16, lora_dim=3, alpha=1)
lycoris("lycoris-loha", LohaModule, 50, lora_dim=3, alpha=2)
lycoris("lycoris-loha-tucker", LohaModule, 60, lora_dim=2, alpha=3, use_tucker=True)
lycoris("lycoris-lokr", LokrModule, 70, lora_dim=1, alpha=3, factor=-1)
lycoris("lycoris-lokr-both", LokrModule, 80, lora_dim=1, alpha=2, factor=4, decompose_both=True)
lycoris("lycoris-lokr-tucker", LokrModule, 90, lora_dim=1, alpha=2, factor=2, use_tucker=True)
lycoris("lycoris-lokr-full", LokrModule, 100, lora_dim=10, alpha=3, factor=4)
lycoris("lycoris-lokr-unbalanced", LokrModule, 110, weights=(1,), lora_dim=1, alpha=1, factor=2, unbalanced_factorization=True)
STACK["lycoris-dora"] = lycoris("lycoris-dora", LoConModule, 200, lora_dim=3, alpha=2, weights=ALL, weight_decompose=True)
lycoris("lycoris-dora-inputs", LoConModule, 210, lora_dim=3, alpha=2, weights=ALL, weight_decompose=True, wd_on_out=False)
lycoris("lycoris-dora-loha", LohaModule, 220, lora_dim=2, alpha=3, weights=ALL, weight_decompose=True, wd_on_out=False)
STACK["lycoris-dora-lokr"] = lycoris("lycoris-dora-lokr", LokrModule, 230, lora_dim=1, alpha=3, factor=2, weights=ALL, weight_decompose=True)
stacked_lycoris()
peft("peft-lora", LoraConfig(r=3, lora_alpha=2, target_modules=NAMES, rank_pattern={"conv1": 2}, alpha_pattern={"to_q": 7, "^conv_out": 1}), 300)
peft("peft-lora-rs", LoraConfig(r=4, lora_alpha=2, target_modules=NAMES, use_rslora=True), 310, weights=(1,))
peft("peft-lora-bias", LoraConfig(r=3, lora_alpha=5, target_modules=NAMES[1:], lora_bias=True), 320, bias=True)
peft("peft-dora", LoraConfig(r=3, lora_alpha=2, target_modules=NAMES, use_dora=True), 330, weights=ALL)
peft("peft-loha", LoHaConfig(r=3, alpha=2, target_modules=NAMES, rank_pattern={"to_q": 2}), 340)
peft("peft-loha-effective", LoHaConfig(r=2, alpha=3, target_modules=NAMES, use_effective_conv2d=True), 350)
peft("peft-lokr", LoKrConfig(r=1, alpha=3, target_modules=NAMES, decompose_both=True), 360)
peft("peft-lokr-effective", LoKrConfig(r=1, alpha=3, target_modules=NAMES, use_effective_conv2d=True, decompose_factor=2), 370)
peft("peft-lokr-full", LoKrConfig(r=12, alpha=3, target_modules=NAMES, decompose_factor=4, alpha_pattern={"to_q": 1}), 380)
stacked_peft()
base = {k: v.detach().clone() for k, v in model().named_parameters()}
save_file(base, OUT / "base.safetensors")
save_file(expected, OUT / "expected.safetensors")
