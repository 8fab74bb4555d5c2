# U-Net without text, for pixels (Ho et al. 2020, appendix B), the UNet2DModel of diffusers.
#   sample  [N, in_channels, H, W]   noisy images; H and W divide by two at each resolution but one
#   t       [N]                      training timestep, may be fractional
#   result  [N, out_channels, H, W]  the prediction (epsilon, v or sample)
# Depth, attention and shortcuts are read off the weight names.
def unet2d(sample: Tensor, t: Tensor, w: Dict[str, Tensor]) -> Tensor:
  emb = __torch__.time_embedding(t, sample, w)
  x = __torch__.conv(sample, w, "conv_in", 1)
  skips = [x]
  i = 0
  while ("down_blocks." + str(i) + ".resnets.0.conv1.weight") in w:
    p = "down_blocks." + str(i) + "."
    j = 0
    while (p + "resnets." + str(j) + ".conv1.weight") in w:
      x = __torch__.stage2d(x, emb, w, p, j)
      skips.append(x)
      j = j + 1
    if (p + "downsamplers.0.conv.weight") in w:
      x = __torch__.downsample2d(x, w, p + "downsamplers.0.conv")
      skips.append(x)
    i = i + 1
  x = __torch__.stage2d(x, emb, w, "mid_block.", 0)
  x = __torch__.stage2d(x, emb, w, "mid_block.", 1)
  i = 0
  while ("up_blocks." + str(i) + ".resnets.0.conv1.weight") in w:
    p = "up_blocks." + str(i) + "."
    j = 0
    while (p + "resnets." + str(j) + ".conv1.weight") in w:
      x = __torch__.stage2d(torch.cat([x, skips.pop()], 1), emb, w, p, j)
      j = j + 1
    if (p + "upsamplers.0.conv.weight") in w:
      x = torch.upsample_nearest2d(x, [x.shape[2] * 2, x.shape[3] * 2])
      x = __torch__.conv(x, w, p + "upsamplers.0.conv", 1)
    i = i + 1
  x = torch.silu(__torch__.group_norm(x, w, "conv_norm_out", __torch__.unet2d_groups(), __torch__.unet2d_epsilon()))
  return __torch__.conv(x, w, "conv_out", 1)

# One residual block, and the self-attention behind it where the weights have one.
def stage2d(x: Tensor, emb: Tensor, w: Dict[str, Tensor], p: str, j: int) -> Tensor:
  x = __torch__.resnet(x, emb, w, p + "resnets." + str(j) + ".", __torch__.unet2d_groups(), __torch__.unet2d_epsilon())
  a = p + "attentions." + str(j) + "."
  if (a + "group_norm.weight") in w:
    n, c, hh, ww = x.shape
    y = __torch__.group_norm(x, w, a + "group_norm", __torch__.unet2d_groups(), __torch__.unet2d_epsilon())
    y = y.reshape(n, c, hh * ww).transpose(1, 2)
    head = __torch__.unet2d_head_channels()
    if head == 0:
      head = c
    y = __torch__.attention(y, y, w, a, c // head)
    x = x + y.transpose(1, 2).reshape(n, c, hh, ww)
  return x

# Halves the size; without padding on the left and top where the configuration pads by 0.
def downsample2d(x: Tensor, w: Dict[str, Tensor], p: str) -> Tensor:
  if __torch__.unet2d_pads_evenly():
    x = __torch__.conv(x, w, p, 2)
  else:
    x = torch.conv2d(torch.constant_pad_nd(x, [0, 1, 0, 1]), w[p + ".weight"], w[p + ".bias"], [2, 2])
  return x
