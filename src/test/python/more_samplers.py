"""What diffusers, k-diffusion and torchsde compute, for the tests of samplers, noise and guidance.

    pip install torch diffusers==0.36.0 torchsde==0.2.6 safetensors k-diffusion==0.1.1.post1
    python more_samplers.py ../resources/reference/cases

Recorded with torch 2.15.0. The toy network, seeds and file format are those of samplers.json beside it. Seeds: 30 for every run;
Brownian trees have that seed as their entropy; 70 for guidance.
"""
import json, sys
from pathlib import Path
import diffusers, torch, torchsde
from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import rescale_noise_cfg
from diffusers.schedulers import scheduling_dpmsolver_sde
from k_diffusion import sampling as kd
from safetensors.torch import save_file

OUT = Path(sys.argv[1])
BASE = dict(num_train_timesteps=1000, beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1)
EXP, KARRAS, MIN = dict(use_exponential_sigmas=True), dict(use_karras_sigmas=True), dict(final_sigmas_type="sigma_min")
DYNAMIC = dict(thresholding=True, dynamic_thresholding_ratio=0.9, sample_max_value=1.5)
ZERO_SNR = dict(rescale_betas_zero_snr=True, prediction_type="v_prediction", timestep_spacing="trailing")
SDE = dict(algorithm_type="sde-dpmsolver++")
MULTI, SINGLE, PC = "DPMSolverMultistepScheduler", "DPMSolverSinglestepScheduler", "UniPCMultistepScheduler"
EULER, DEIS, HEUN = "EulerDiscreteScheduler", "DEISMultistepScheduler", "HeunDiscreteScheduler"
CASES = [
    ("euler-exponential", EULER, 5, dict(EXP, timestep_spacing="leading")), ("heun-exponential", HEUN, 5, EXP),
    ("lms-exponential", "LMSDiscreteScheduler", 6, EXP), ("dpm2-exponential", "KDPM2DiscreteScheduler", 5, EXP),
    ("dpmpp-2m-exponential", MULTI, 6, EXP), ("dpmpp-2m-sde-exponential", MULTI, 6, dict(EXP, **SDE)),
    ("dpmpp-2s-exponential", SINGLE, 6, EXP), ("deis-exponential", DEIS, 6, EXP), ("unipc-exponential", PC, 6, EXP),
    ("heun-karras", HEUN, 5, KARRAS), ("lms-karras", "LMSDiscreteScheduler", 6, KARRAS),
    ("dpm2-karras", "KDPM2DiscreteScheduler", 5, KARRAS), ("dpm2-ancestral-karras", "KDPM2AncestralDiscreteScheduler", 5, KARRAS),
    ("dpmpp-2m-sde-karras", MULTI, 6, dict(KARRAS, **SDE)), ("dpmpp-2s-karras", SINGLE, 6, KARRAS), ("deis-karras", DEIS, 6, KARRAS),
    ("dpmpp-2m-sigma-min", MULTI, 6, MIN), ("dpmpp-2m-sigma-min-16", MULTI, 16, MIN),
    ("dpmpp-2m-sde-sigma-min", MULTI, 6, dict(MIN, **SDE)), ("unipc-sigma-min", PC, 6, MIN), ("unipc-sigma-min-16", PC, 16, MIN),
    ("ddim-dynamic", "DDIMScheduler", 5, dict(DYNAMIC, set_alpha_to_one=False)), ("ddpm-dynamic", "DDPMScheduler", 5, DYNAMIC),
    ("dpmpp-2m-dynamic", MULTI, 6, DYNAMIC), ("dpmpp-2m-sde-dynamic", MULTI, 6, dict(DYNAMIC, **SDE)), ("dpmpp-2s-dynamic", SINGLE, 6, DYNAMIC),
    ("deis-dynamic", DEIS, 6, DYNAMIC), ("unipc-dynamic", PC, 6, DYNAMIC), ("lcm-dynamic", "LCMScheduler", 4, dict(DYNAMIC, set_alpha_to_one=False)),
    ("ddim-static", "DDIMScheduler", 5, dict(clip_sample=True, clip_sample_range=0.6, set_alpha_to_one=False)),
    ("ddpm-static", "DDPMScheduler", 5, dict(clip_sample=True)), ("heun-static", HEUN, 5, dict(clip_sample=True, clip_sample_range=0.6)),
    ("ddim-zero-snr", "DDIMScheduler", 5, dict(ZERO_SNR, clip_sample=False)), ("ddpm-zero-snr", "DDPMScheduler", 5, dict(ZERO_SNR, clip_sample=False)),
    ("euler-zero-snr", EULER, 5, ZERO_SNR), ("euler-ancestral-zero-snr", "EulerAncestralDiscreteScheduler", 5, ZERO_SNR),
    ("dpmpp-2m-zero-snr", MULTI, 6, ZERO_SNR), ("unipc-zero-snr", PC, 6, ZERO_SNR),
    ("dpmpp-sde", "DPMSolverSDEScheduler", 5, {}), ("dpmpp-sde-karras", "DPMSolverSDEScheduler", 5, dict(KARRAS, prediction_type="v_prediction", timestep_spacing="trailing")),
    ("dpmpp-sde-exponential", "DPMSolverSDEScheduler", 5, dict(EXP, timestep_spacing="leading")),
]


def seeded(seed):
    return torch.Generator("cpu").manual_seed(seed)


def toy(x, t):
    return torch.sin(2 * x) * 0.4 + x * 0.5 * float(t) / 1000


class SnappedTree(scheduling_dpmsolver_sde.BrownianTreeNoiseSampler):
    """Undoes exp(log(sigma)), whose float32 error moves a query by up to a few 1e-6."""
    grid = None

    def __call__(self, sigma, sigma_next):
        snap = lambda s: self.grid[(self.grid - s).abs().argmin()]
        return super().__call__(snap(sigma), snap(sigma_next))


scheduling_dpmsolver_sde.BrownianTreeNoiseSampler = SnappedTree


def run(cls, config, steps):
    kw = {k: v for k, v in dict(BASE, **config).items() if k in getattr(diffusers, cls)._get_init_keys(getattr(diffusers, cls))}
    if cls == "DPMSolverSDEScheduler": kw["noise_sampler_seed"] = 30
    s = getattr(diffusers, cls)(**kw)
    s.set_timesteps(steps)
    if cls == "DPMSolverSDEScheduler":
        sig = s.sigmas[s.sigmas > 0].double().unique().flip(0)
        SnappedTree.grid = torch.cat([sig, (sig[:-1] * sig[1:]).sqrt()]).float()
    g = seeded(30)
    x = torch.randn(1, 4, 4, 6, generator=g) * s.init_noise_sigma
    out, traj = {"initial": x.clone()}, []
    for t in s.timesteps:
        eps = toy(s.scale_model_input(x, t), t)
        step = {"generator": g} if "generator" in s.step.__code__.co_varnames else {}
        x = s.step(eps, t, x, **step).prev_sample
        traj.append(x)
    out.update(timesteps=s.timesteps.float(), trajectory=torch.stack(traj))
    if getattr(s, "sigmas", None) is not None: out["sigmas"] = s.sigmas.float()
    assert torch.isfinite(x).all()
    return out, kw


def dpmpp_3m_sde(steps, **config):
    """k-diffusion's sampler over the sigmas and timesteps of diffusers' multistep solver."""
    s = diffusers.DPMSolverMultistepScheduler(**dict(BASE, **config))
    s.set_timesteps(steps)
    times = {float(sigma): t for sigma, t in zip(s.sigmas, s.timesteps)}
    g, traj = seeded(30), []

    def model(x, sigma):
        sigma = float(sigma[0])
        return x - sigma * toy(x / (sigma**2 + 1) ** 0.5, times[sigma])

    start = torch.randn(1, 4, 4, 6, generator=g) * (s.sigmas[0] ** 2 + 1) ** 0.5
    tree = kd.BrownianTreeNoiseSampler(start, s.sigmas[s.sigmas > 0].min(), s.sigmas.max(), seed=30)
    end = kd.sample_dpmpp_3m_sde(model, start, s.sigmas, noise_sampler=tree, disable=True, callback=lambda d: traj.append(d["x"].clone()))
    return {"initial": start, "timesteps": s.timesteps.float(), "sigmas": s.sigmas.float(), "trajectory": torch.stack(traj[1:] + [end])}


rows, tensors = [], {}
for name, cls, steps, config in CASES:
    out, kw = run(cls, config, steps)
    rows.append(dict(file=name, scheduler=cls, steps=steps, eta=0.0, config=kw))
    tensors.update({f"{name}.{k}": v for k, v in out.items()})
for name, steps, config in [("dpmpp-3m-sde", 7, {}), ("dpmpp-3m-sde-karras", 7, KARRAS), ("dpmpp-3m-sde-two", 2, {})]:
    rows.append(dict(file=name, scheduler=MULTI, sampler="DPM++ 3M SDE", steps=steps, eta=0.0, config=dict(BASE, **config)))
    tensors.update({f"{name}.{k}": v for k, v in dpmpp_3m_sde(steps, **config).items()})
save_file({k: v.contiguous().clone() for k, v in tensors.items()}, str(OUT / "more-samplers.safetensors"))
(OUT / "more-samplers.json").write_text(json.dumps(rows, indent=1))

out, t0, t1 = {}, 0.0292, 14.6146
queries = [(0.0292, 14.6146), (0.5, 1.5), (1.5, 14.6146), (3.25, 3.250001), (0.0292, 0.03), (7.3, 7.9123456)]
for seed in (0, 30, 2**32 + 5):
    tree = torchsde.BrownianTree(t0, torch.zeros(1, 2, 3, 4), t1, entropy=seed)
    for i, (a, b) in enumerate(queries): out[f"{seed}.{i}"] = tree(a, b)
save_file({k: v.contiguous().clone() for k, v in out.items()}, str(OUT / "brownian.safetensors"))

g = seeded(70)
negative, prompt = torch.randn(2, 4, 5, 6, generator=g), torch.randn(2, 4, 5, 6, generator=g) * 1.3 + 0.1
cfg = negative + 7.5 * (prompt - negative)
save_file({"negative": negative, "prompt": prompt, **{f"rescaled.{p}": rescale_noise_cfg(cfg, prompt, guidance_rescale=p) for p in (0.3, 0.7, 1.0)}},
          str(OUT / "rescale.safetensors"))
