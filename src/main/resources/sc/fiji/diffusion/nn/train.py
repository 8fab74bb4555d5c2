# Training objectives over the networks of inference. The networks run in the type that train_dtype()
# names (float32 6, float64 7, bfloat16 15), the rest in the type of the data.

# Copies of the weights in the networks' type; gradients reach the originals.
def as_trained(w: Dict[str, Tensor]) -> Dict[str, Tensor]:
  h = annotate(Dict[str, Tensor], {})
  for k in w.keys():
    h[k] = torch.to(w[k], __torch__.train_dtype())
  return h

# Autoencoder: mean absolute error of values and of their differences to the right and lower
# neighbours (edges), plus kl_weight times the divergence from N(0, 1) (Kingma and Welling 2013,
# appendix B). image [N, C, H, W] in [-1, 1], noise [N, L, h, w] of N(0, 1), kl_weight [1].
# Returns loss, mean squared error, divergence per latent value.
def vae_objective(image: Tensor, noise: Tensor, kl_weight: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
  h = __torch__.as_trained(w)
  mean, logvar = __torch__.vae_posterior(image, h)
  return __torch__.vae_losses(__torch__.vae_draw(mean, logvar, noise, h), image, mean, logvar, kl_weight)

# Mean and log-variance of the latents, in the type of the image.
def vae_posterior(image: Tensor, h: Dict[str, Tensor]) -> Tuple[Tensor, Tensor]:
  moments = torch.to(__torch__.vae_encode(torch.to(image, __torch__.train_dtype()), h), image.dtype)
  mean, logvar = torch.chunk(moments, 2, 1)
  return (mean, torch.clamp(logvar, -30., 20.))

# Decodes one draw of the posterior.
def vae_draw(mean: Tensor, logvar: Tensor, noise: Tensor, h: Dict[str, Tensor]) -> Tensor:
  z = mean + torch.exp(logvar * 0.5) * noise
  return torch.to(__torch__.vae_decode(torch.to(z, __torch__.train_dtype()), h), mean.dtype)

def vae_losses(decoded: Tensor, image: Tensor, mean: Tensor, logvar: Tensor, kl_weight: Tensor) -> List[Tensor]:
  error = decoded - image
  right = torch.slice(error, 3, 1, 9223372036854775807, 1) - torch.slice(error, 3, 0, -1, 1)
  lower = torch.slice(error, 2, 1, 9223372036854775807, 1) - torch.slice(error, 2, 0, -1, 1)
  edges = torch.mean(torch.abs(right)) + torch.mean(torch.abs(lower))
  kl = torch.mean(mean * mean + torch.exp(logvar) - logvar - 1) * 0.5
  loss = torch.mean(torch.abs(error)) + edges * 0.5 + kl * torch.select(kl_weight, 0, 0)
  return [loss, torch.mean(error * error), kl]

# Objective of a denoiser that follows a text, trained with its text encoder (Salimans and Ho 2022,
# appendix D). z, eps [N, L, h, w]; t, alpha [N]; ids [N, T]; weight [N] weighs the samples, or
# [N, L] the channels of each; condition [N, K, h, w] are channels beside the noisy sample (K = 0, or mask and masked
# image of an inpainting model); train_target() says what the denoiser predicts.
def text_objective(z: Tensor, eps: Tensor, t: Tensor, alpha: Tensor, weight: Tensor, condition: Tensor, ids: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
  h = __torch__.as_trained(w)
  x = torch.cat([__torch__.noised(z, eps, alpha), condition], 1)
  y = __torch__.unet(torch.to(x, __torch__.train_dtype()), t, __torch__.clip_text(ids, h)[-1], h)
  return __torch__.weighted_error(y, __torch__.target(z, eps, alpha), weight)

# The same where the text is given as its embeddings ctx [N, T, D], and stays as it is.
def context_objective(z: Tensor, eps: Tensor, t: Tensor, alpha: Tensor, weight: Tensor, condition: Tensor, ctx: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
  x = torch.cat([__torch__.noised(z, eps, alpha), condition], 1)
  kind = __torch__.train_dtype()
  y = __torch__.unet(torch.to(x, kind), t, torch.to(ctx, kind), __torch__.as_trained(w))
  return __torch__.weighted_error(y, __torch__.target(z, eps, alpha), weight)

# The same for a denoiser that also sees the whole text pooled [N, P] and sizes [N, 6].
def added_objective(z: Tensor, eps: Tensor, t: Tensor, alpha: Tensor, weight: Tensor, condition: Tensor, ctx: Tensor, pooled: Tensor, sizes: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
  x = torch.cat([__torch__.noised(z, eps, alpha), condition], 1)
  kind = __torch__.train_dtype()
  y = __torch__.unet_added(torch.to(x, kind), t, torch.to(ctx, kind), torch.to(pooled, kind), sizes, __torch__.as_trained(w))
  return __torch__.weighted_error(y, __torch__.target(z, eps, alpha), weight)

# Objective of a denoiser without text: of pixels, or of latents.
def plain_objective(z: Tensor, eps: Tensor, t: Tensor, alpha: Tensor, weight: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
  x = torch.to(__torch__.noised(z, eps, alpha), __torch__.train_dtype())
  y = __torch__.unet2d(x, t, __torch__.as_trained(w))
  return __torch__.weighted_error(y, __torch__.target(z, eps, alpha), weight)

def noised(z: Tensor, eps: Tensor, alpha: Tensor) -> Tensor:
  a = torch.reshape(alpha, [-1, 1, 1, 1])
  return a * z + torch.sqrt(1 - a * a) * eps

def velocity(z: Tensor, eps: Tensor, alpha: Tensor) -> Tensor:
  a = torch.reshape(alpha, [-1, 1, 1, 1])
  return a * eps - torch.sqrt(1 - a * a) * z

# What the network is to give: 0 the noise, 1 the velocity, 2 the clean sample.
def target(z: Tensor, eps: Tensor, alpha: Tensor) -> Tensor:
  kind = __torch__.train_target()
  if kind == 0:
    y = eps
  else:
    if kind == 1:
      y = __torch__.velocity(z, eps, alpha)
    else:
      y = z
  return y

# The weighted mean of squared errors, and the unweighted one of each sample [N].
def weighted_error(y: Tensor, target: Tensor, weight: Tensor) -> List[Tensor]:
  error = torch.to(y, target.dtype) - target
  channels = torch.mean(error * error, [2, 3])
  weighted = channels * torch.reshape(weight, [torch.size(weight, 0), -1])
  return [torch.mean(weighted), torch.mean(channels, [1])]
