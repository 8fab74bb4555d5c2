"""Images of diffusers with adapters as PEFT and diffusers write them today, for the tests of adapters.

    pip install torch==2.7.1 diffusers==0.42.1 transformers==5.24.0 peft==0.21.2 safetensors
    python adapters_of_pipelines.py ../resources/reference

The model is models/tiny-sd1, saved anew by diffusers and transformers first. Writes a folder lora/today-NAME for each adapter, and
cases/lora-today.safetensors with the images.
"""
import json, sys, tempfile
from pathlib import Path
import torch
from diffusers import StableDiffusionPipeline
from diffusers.training_utils import _collate_lora_metadata
from peft import LoHaConfig, LoraConfig, get_peft_model, inject_adapter_in_model
from peft.utils import get_peft_model_state_dict
from safetensors.torch import save_file

ROOT = Path(sys.argv[1])
CALL = dict(prompt="a cat", width=32, height=32, num_inference_steps=3, guidance_scale=7.5)
UNET = dict(r=2, lora_alpha=5, target_modules=r"mid_block.*\.(to_q|conv1|proj_in)")
TEXT = dict(r=2, lora_alpha=5, target_modules=["q_proj", "out_proj", "fc1"])
MODEL = tempfile.mkdtemp()
images = {}


def pipeline(folder=MODEL):
    made = StableDiffusionPipeline.from_pretrained(folder, safety_checker=None)
    made.set_progress_bar_config(disable=True)
    return made


@torch.no_grad()
def image(made):
    call = dict(CALL, generator=torch.Generator("cpu").manual_seed(1), output_type="np")
    return torch.from_numpy(made(**call).images).contiguous()


@torch.no_grad()
def fill(network, seed):
    torch.manual_seed(seed)
    for name, p in network.named_parameters():
        if "lora_A" in name or "lora_B" in name or "hada_" in name:
            p.copy_(torch.randn_like(p) * 0.25)
        elif "magnitude" in name:
            p.mul_(torch.rand_like(p) + 0.5)


def peft(name, part, config):
    made = pipeline()
    adapted = get_peft_model(getattr(made, part), config)
    fill(adapted, 5)
    folder = ROOT / "lora" / f"today-{name}"
    adapted.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    settings = json.loads((folder / "adapter_config.json").read_text())
    settings["base_model_name_or_path"] = None
    (folder / "adapter_config.json").write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n")
    setattr(made, part, adapted.base_model.model)
    images[name] = image(made)


pipeline(ROOT / "models" / "tiny-sd1").save_pretrained(MODEL)
made = pipeline()
made.unet.add_adapter(LoraConfig(**UNET, use_dora=True))
inject_adapter_in_model(LoraConfig(**TEXT), made.text_encoder)
made.text_encoder.peft_config = {"default": LoraConfig(**TEXT)}
fill(made.unet, 2)
fill(made.text_encoder, 3)
StableDiffusionPipeline.save_lora_weights(
    ROOT / "lora" / "today-pipeline", unet_lora_layers=get_peft_model_state_dict(made.unet), text_encoder_lora_layers=get_peft_model_state_dict(made.text_encoder),
    **_collate_lora_metadata({"unet": made.unet, "text_encoder": made.text_encoder}))
images["pipeline"] = image(made)
made = pipeline()
made.unet.add_adapter(LoraConfig(**UNET))
fill(made.unet, 4)
made.unet.save_lora_adapter(ROOT / "lora" / "today-unet")
images["unet"] = image(made)
peft("peft-text", "text_encoder", LoraConfig(**TEXT))
peft("peft-unet", "unet", LoHaConfig(r=2, alpha=3, target_modules=UNET["target_modules"]))
save_file(images, ROOT / "cases" / "lora-today.safetensors", metadata={"call": json.dumps(dict(CALL, seed=1))})
