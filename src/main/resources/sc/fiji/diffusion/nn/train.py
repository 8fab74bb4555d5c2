# Training objectives over the networks of inference. The networks run in bfloat16, the rest in float32.

# bfloat16 copies of the weights; gradients reach the float32 originals.
def as_bfloat16(w: Dict[str, Tensor]) -> Dict[str, Tensor]:
  h = annotate(Dict[str, Tensor], {})
  for k in w.keys():
    h[k] = torch.to(w[k], 15)
  return h

# Autoencoder: mean absolute error of values and of their differences to the right and lower
# neighbours (edges), plus kl_weight times the divergence from N(0, 1) (Kingma and Welling 2013,
# appendix B). image [N, C, H, W] in [-1, 1], noise [N, L, h, w] of N(0, 1), kl_weight [1].
# Returns loss, mean squared error, divergence per latent value.
def vae_objective(image: Tensor, noise: Tensor, kl_weight: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
  h = __torch__.as_bfloat16(w)
  moments = torch.to(__torch__.vae_encode(torch.to(image, 15), h), 6)
  mean, logvar = torch.chunk(moments, 2, 1)
  logvar = torch.clamp(logvar, -30., 20.)
  z = mean + torch.exp(logvar * 0.5) * noise
  error = torch.to(__torch__.vae_decode(torch.to(z, 15), h), 6) - image
  right = torch.slice(error, 3, 1, 9223372036854775807, 1) - torch.slice(error, 3, 0, -1, 1)
  lower = torch.slice(error, 2, 1, 9223372036854775807, 1) - torch.slice(error, 2, 0, -1, 1)
  edges = torch.mean(torch.abs(right)) + torch.mean(torch.abs(lower))
  kl = torch.mean(mean * mean + torch.exp(logvar) - logvar - 1) * 0.5
  loss = torch.mean(torch.abs(error)) + edges * 0.5 + kl * torch.select(kl_weight, 0, 0)
  return [loss, torch.mean(error * error), kl]

# Velocity objective of the denoiser with its text encoder (Salimans and Ho 2022, appendix D):
# x_t = alpha z + sigma eps, target v = alpha eps - sigma z. z, eps [N, L, h, w]; t, alpha [N];
# ids [N, T]. Returns loss, and the loss of each sample [N].
def velocity_objective(z: Tensor, eps: Tensor, t: Tensor, alpha: Tensor, ids: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
  h = __torch__.as_bfloat16(w)
  a = torch.reshape(alpha, [-1, 1, 1, 1])
  s = torch.sqrt(1 - a * a)
  ctx = __torch__.clip_text(ids, h)[-1]
  v = torch.to(__torch__.unet(torch.to(a * z + s * eps, 15), t, ctx, h), 6)
  error = v - (a * eps - s * z)
  each = torch.mean(error * error, [1, 2, 3])
  return [torch.mean(each), each]

# Encoder in bfloat16, for many images: image [N, C, H, W] in [-1, 1] -> moments [N, 2 L, h, w].
def vae_moments(image: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return torch.to(__torch__.vae_encode(torch.to(image, 15), __torch__.as_bfloat16(w)), 6)
