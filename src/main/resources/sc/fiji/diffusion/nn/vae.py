# Encoder of AutoencoderKL: image [N, C, H, W] in [-1, 1] -> moments [N, 2 L, H / f, W / f],
# the mean and the log-variance of the posterior stacked along the channels.
def vae_encode(image: Tensor, w: Dict[str, Tensor]) -> Tensor:
  x = __torch__.take(image, w, "encoder.conv_in.weight")
  x = __torch__.conv(x, w, "encoder.conv_in", 1)
  i = 0
  while ("encoder.down_blocks." + str(i) + ".resnets.0.conv1.weight") in w:
    p = "encoder.down_blocks." + str(i) + "."
    j = 0
    while (p + "resnets." + str(j) + ".conv1.weight") in w:
      x = __torch__.vae_resnet(x, w, p + "resnets." + str(j) + ".")
      j = j + 1
    if (p + "downsamplers.0.conv.weight") in w:
      q = p + "downsamplers.0.conv"
      x = torch.conv2d(torch.constant_pad_nd(x, [0, 1, 0, 1]), w[q + ".weight"], w[q + ".bias"], [2, 2])
    i = i + 1
  x = __torch__.vae_middle(x, w, "encoder.mid_block.")
  x = __torch__.vae_head(x, w, "encoder.")
  if "quant_conv.weight" in w:
    x = __torch__.conv(x, w, "quant_conv", 1)
  return __torch__.give(x)

# Decoder of AutoencoderKL: latents [N, L, H, W], unscaled -> image [N, C, f H, f W], about [-1, 1].
def vae_decode(z: Tensor, w: Dict[str, Tensor]) -> Tensor:
  z = __torch__.take(z, w, "decoder.conv_in.weight")
  if "post_quant_conv.weight" in w:
    z = __torch__.conv(z, w, "post_quant_conv", 1)
  x = __torch__.conv(z, w, "decoder.conv_in", 1)
  x = __torch__.vae_middle(x, w, "decoder.mid_block.")
  i = 0
  while ("decoder.up_blocks." + str(i) + ".resnets.0.conv1.weight") in w:
    p = "decoder.up_blocks." + str(i) + "."
    j = 0
    while (p + "resnets." + str(j) + ".conv1.weight") in w:
      x = __torch__.vae_resnet(x, w, p + "resnets." + str(j) + ".")
      j = j + 1
    if (p + "upsamplers.0.conv.weight") in w:
      x = torch.upsample_nearest2d(x, [x.shape[2] * 2, x.shape[3] * 2])
      x = __torch__.conv(x, w, p + "upsamplers.0.conv", 1)
    i = i + 1
  return __torch__.give(__torch__.vae_head(x, w, "decoder."))

def vae_resnet(x: Tensor, w: Dict[str, Tensor], p: str) -> Tensor:
  return __torch__.resnet(x, x, w, p, __torch__.vae_groups(), 1e-06)

# Residual block, single-head self-attention over all positions, residual block; x [N, C, H, W].
def vae_middle(x: Tensor, w: Dict[str, Tensor], p: str) -> Tensor:
  x = __torch__.vae_resnet(x, w, p + "resnets.0.")
  a = p + "attentions.0."
  if (a + "group_norm.weight") in w:
    n, c, hh, ww = x.shape
    y = __torch__.group_norm(x, w, a + "group_norm", __torch__.vae_groups(), 1e-06)
    y = y.reshape(n, c, hh * ww).transpose(1, 2)
    y = __torch__.attention(y, y, w, a, 1)
    x = x + y.transpose(1, 2).reshape(n, c, hh, ww)
  return __torch__.vae_resnet(x, w, p + "resnets.1.")

def vae_head(x: Tensor, w: Dict[str, Tensor], p: str) -> Tensor:
  x = torch.silu(__torch__.group_norm(x, w, p + "conv_norm_out", __torch__.vae_groups(), 1e-06))
  return __torch__.conv(x, w, p + "conv_out", 1)
