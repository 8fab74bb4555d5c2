# Autoencoder that also convinces a discriminator of patches, in one objective: the autoencoder sees
# the discriminator's opinion through detached weights, the discriminator sees detached images, so
# that each follows its own loss. share [1] weighs the opinion. Results as vae_objective's.
def adversarial_objective(image: Tensor, noise: Tensor, kl_weight: Tensor, share: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
  h = __torch__.as_trained(w)
  mean, logvar = __torch__.vae_posterior(image, h)
  decoded = __torch__.vae_draw(mean, logvar, noise, h)
  results = __torch__.vae_losses(decoded, image, mean, logvar, kl_weight)
  frozen = annotate(Dict[str, Tensor], {})
  for k in h.keys():
    frozen[k] = torch.detach(h[k])
  kind = __torch__.train_dtype()
  opinion = torch.to(__torch__.patch_realness(torch.to(decoded, kind), frozen), image.dtype)
  false = torch.to(__torch__.patch_realness(torch.to(torch.detach(decoded), kind), h), image.dtype)
  true = torch.to(__torch__.patch_realness(torch.to(image, kind), h), image.dtype)
  hinge = torch.mean(torch.relu(1 - true)) + torch.mean(torch.relu(1 + false))
  s = torch.select(share, 0, 0)
  return [results[0] - torch.mean(opinion) * s + hinge * 0.5, results[1], results[2]]

# How real each patch of an image [N, C, H, W] looks, [N, 1, H / 4, W / 4].
def patch_realness(x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  x = torch.leaky_relu(__torch__.conv(x, w, "discriminator.0", 2), 0.2)
  x = torch.leaky_relu(__torch__.conv(x, w, "discriminator.1", 2), 0.2)
  x = torch.leaky_relu(__torch__.conv(x, w, "discriminator.2", 1), 0.2)
  return __torch__.conv(x, w, "discriminator.3", 1)
