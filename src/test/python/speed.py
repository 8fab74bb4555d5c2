"""PyTorch's side of SpeedBenchmark: eager float32 with the networks of diffusers.

    python speed.py UNET_CONFIG UNET_WEIGHTS VAE_CONFIG VAE_WEIGHTS

Makes files of random weights that are not there. Reads a line, `unet` or `vae`, runs that once, and answers with the seconds; `unet` is a guided step
(batch 2, latents 64x64), `vae` decodes latents of 64x64. Threads are those that OMP_NUM_THREADS says.
"""
import json, os, sys, time
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import load_file, save_file

torch.set_grad_enabled(False)
torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))


def network(cls, config, weights):
    if not os.path.exists(weights):
        torch.manual_seed(1)
        save_file(cls.from_config(json.load(open(config))).state_dict(), weights)
    with torch.device("meta"):
        net = cls.from_config(json.load(open(config)))
    net.load_state_dict(load_file(weights), strict=True, assign=True)
    return net.eval()


unet = network(UNet2DConditionModel, sys.argv[1], sys.argv[2])
vae = network(AutoencoderKL, sys.argv[3], sys.argv[4])
g = torch.Generator().manual_seed(1)
x, ctx = torch.randn(2, 4, 64, 64, generator=g), torch.randn(2, 77, 768, generator=g)
runs = {"unet": lambda: unet(x, 500, ctx).sample, "vae": lambda: vae.decode(x[:1]).sample}
print("torch", torch.__version__, torch.get_num_threads(), "threads", flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    out = runs[line.strip()]()
    print(time.perf_counter() - start, float(out.abs().mean()), flush=True)
