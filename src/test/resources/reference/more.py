"""Cases beside those of make.py: an SDXL inpainting model with 9 channels, and prompts that are
weighted, long, or read from another layer of the text encoder. torch 2.7.1, diffusers 0.36.0.

    python more.py MODELS OUT        MODELS holds tiny-sd1, tiny-sdxl (float32, with weights)
"""
import json, math, sys
from pathlib import Path
import numpy as np, torch, diffusers
from PIL import Image
from safetensors.torch import save_file

MODELS, OUT = Path(sys.argv[1]), Path(sys.argv[2])
torch.set_grad_enabled(False)


def randomise(module, seed, gain):
    g = torch.Generator("cpu").manual_seed(seed)
    for name, p in sorted(module.named_parameters()):
        if p.dim() >= 2:
            p.copy_(torch.randn(p.shape, generator=g) * gain / math.sqrt(p[0].numel()))
        elif name.endswith("weight"):
            p.copy_(1 + 0.2 * torch.randn(p.shape, generator=g))
        else:
            p.copy_(0.1 * torch.randn(p.shape, generator=g))
    return module.eval()


def write(name, tensors, **meta):
    path = OUT / "cases" / f"{name}.safetensors"
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous().clone() for k, v in tensors.items()}, str(path),
              metadata={k: json.dumps(v) for k, v in meta.items()})


# ---------------------------------------------------------------- SDXL inpainting
def test_image(h, w):
    y, x = np.mgrid[0:h, 0:w] / 8.0
    rgb = np.stack([np.sin(x), np.cos(y * 1.3), np.sin(x * 0.7 + y)], -1) * 0.5 + 0.5
    return Image.fromarray((rgb * 255).round().astype(np.uint8))


def test_mask(h, w):
    m = np.zeros((h, w), np.uint8)
    m[h // 4: h // 4 + h // 2, w // 3: w // 3 + w // 3] = 255
    return Image.fromarray(m)


base = diffusers.StableDiffusionXLPipeline.from_pretrained(str(MODELS / "tiny-sdxl"))
config = dict(base.unet.config, in_channels=9)
unet = randomise(diffusers.UNet2DConditionModel.from_config(config), 21, 0.9)
parts = {k: v for k, v in base.components.items() if k != "unet"}
pipe = diffusers.StableDiffusionXLInpaintPipeline(unet=unet, **parts)
pipe.set_progress_bar_config(disable=True)
pipe.save_pretrained(str(OUT / "models" / "tiny-sdxl-inpaint"), safe_serialization=True)
rows = []
for strength in (0.6, 1.0):
    call = dict(prompt="a hole in a tissue section", negative_prompt="noise, stripes", strength=strength,
                height=64, width=96, num_inference_steps=6, guidance_scale=7.5)
    image, mask = test_image(64, 96), test_mask(64, 96)
    result = pipe(image=image, mask_image=mask, generator=torch.Generator("cpu").manual_seed(10), output_type="np", **call).images
    name = f"tiny-sdxl-inpaint_{strength}"
    rows.append(dict(file=name, model="tiny-sdxl-inpaint", task="inpaint", sampler="EulerDiscreteScheduler", seed=10, **call))
    write(f"pipelines/{name}", {"image": torch.from_numpy(result), "input.image": torch.from_numpy(np.asarray(image).copy()),
                                "input.mask_image": torch.from_numpy(np.asarray(mask).copy())}, row=rows[-1])
(OUT / "cases" / "pipelines-more.json").write_text(json.dumps(rows, indent=1))

# ---------------------------------------------------------------- prompts
sd1 = diffusers.StableDiffusionPipeline.from_pretrained(str(MODELS / "tiny-sd1"), safety_checker=None)
P, N = "fluorescent nuclei, dense field", "blurry"
out = {}
for skip in (1, 2, 3):  # diffusers counts the layers that are left out
    out[f"sd1.skip.{skip}"] = sd1.encode_prompt(P, "cpu", 1, False, clip_skip=skip)[0]
for skip in (1, 2):
    context, _, pooled, _ = base.encode_prompt(P, device="cpu", do_classifier_free_guidance=False, clip_skip=skip)
    out[f"sdxl.skip.{skip}"], out[f"sdxl.pooled.{skip}"] = context, pooled


def encode(ids):
    return sd1.text_encoder(torch.tensor([ids])).last_hidden_state


def ids(text):
    return sd1.tokenizer(text, padding="max_length", max_length=77, truncation=True).input_ids


# compel and ComfyUI: e + w (z - e)
weights = torch.ones(77)
red, rest = (sd1.tokenizer(t, add_special_tokens=False).input_ids for t in ("a ", "red"))
weights[1 + len(red): 1 + len(red) + len(rest)] = 1.4
cell = sd1.tokenizer(" cell", add_special_tokens=False).input_ids
weights[1 + len(red) + len(rest): 1 + len(red) + len(rest) + len(cell)] = 1 / 1.1
z, e = encode(ids("a red cell")), encode(ids(""))
out["sd1.weighted"] = e + weights[None, :, None] * (z - e)  # a (red:1.4) [cell]

# 40 words of 3 tokens or more; chunks of 75 tokens that keep words together
text = ("nuclei " * 40).strip()
word = sd1.tokenizer("nuclei", add_special_tokens=False).input_ids
each = 75 // len(word)
start, end = sd1.tokenizer.bos_token_id, sd1.tokenizer.eos_token_id
chunks, left = [], 40
while left:
    k = min(each, left)
    body = word * k
    chunks.append([start] + body + [end] * (76 - len(body)))
    left -= k
out["sd1.long"] = torch.cat([encode(c) for c in chunks], 1)
short = encode(ids(N))
out["sd1.short"] = torch.cat([short] + [encode(ids(""))] * (len(chunks) - 1), 1)
print("tokens a word", len(word), "chunks", len(chunks))
write("prompts", out)
