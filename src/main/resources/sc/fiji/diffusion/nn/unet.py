# U-Net of latent diffusion (Rombach et al. 2022), the UNet2DConditionModel of diffusers.
#   sample  [N, in_channels, H, W]   noisy latents (and mask, masked image for 9 channels)
#   t       [N]                      training timestep, may be fractional
#   ctx     [N, T, cross_attention]  text embedding
#   result  [N, out_channels, H, W]  the prediction (epsilon, v or sample)
# Depth, attention and shortcuts are read off the weight names.
def unet(sample: Tensor, t: Tensor, ctx: Tensor, w: Dict[str, Tensor]) -> Tensor:
  sample = __torch__.take(sample, w, "conv_in.weight")
  return __torch__.unet_blocks(sample, __torch__.time_embedding(t, sample, w), ctx, w)

# The same with what SDXL adds to the time embedding (Podell et al. 2023, sec. 2.2):
#   pooled  [N, P]   embedding of the whole text
#   sizes   [N, 6]   height and width of the original, top and left of the crop, height and width
def unet_added(sample: Tensor, t: Tensor, ctx: Tensor, pooled: Tensor, sizes: Tensor, w: Dict[str, Tensor]) -> Tensor:
  sample = __torch__.take(sample, w, "conv_in.weight")
  n = sizes.shape[0]
  waves = __torch__.sinusoid(sizes.reshape(-1), __torch__.added_width()).reshape(n, -1)
  added = torch.cat([pooled, torch.to(waves, pooled.dtype)], 1)
  added = __torch__.linear(torch.to(added, sample.dtype), w, "add_embedding.linear_1")
  added = __torch__.linear(torch.silu(added), w, "add_embedding.linear_2")
  emb = __torch__.time_embedding(t, sample, w) + added
  return __torch__.unet_blocks(sample, emb, ctx, w)

# emb [N, E] is the embedding of the time and of what else the residual blocks see.
def unet_blocks(sample: Tensor, emb: Tensor, ctx: Tensor, w: Dict[str, Tensor]) -> Tensor:
  ctx = __torch__.take(ctx, w, "conv_in.weight")
  heads = __torch__.unet_heads()
  last = len(heads) - 1
  x = __torch__.conv(sample, w, "conv_in", 1)
  skips = [x]
  for i in range(len(heads)):
    p = "down_blocks." + str(i) + "."
    j = 0
    while (p + "resnets." + str(j) + ".conv1.weight") in w:
      x = __torch__.stage(x, emb, ctx, w, p, j, heads[i])
      skips.append(x)
      j = j + 1
    if (p + "downsamplers.0.conv.weight") in w:
      x = __torch__.conv(x, w, p + "downsamplers.0.conv", 2)
      skips.append(x)
  if "mid_block.resnets.0.conv1.weight" in w:
    x = __torch__.stage(x, emb, ctx, w, "mid_block.", 0, heads[last])
    x = __torch__.stage(x, emb, ctx, w, "mid_block.", 1, heads[last])
  for i in range(len(heads)):
    p = "up_blocks." + str(i) + "."
    j = 0
    while (p + "resnets." + str(j) + ".conv1.weight") in w:
      x = __torch__.stage(torch.cat([x, skips.pop()], 1), emb, ctx, w, p, j, heads[last - i])
      j = j + 1
    if (p + "upsamplers.0.conv.weight") in w:
      skip = skips[-1]
      x = torch.upsample_nearest2d(x, [skip.shape[2], skip.shape[3]])
      x = __torch__.conv(x, w, p + "upsamplers.0.conv", 1)
  x = torch.silu(__torch__.group_norm(x, w, "conv_norm_out", __torch__.unet_groups(), __torch__.unet_epsilon()))
  return __torch__.give(__torch__.conv(x, w, "conv_out", 1))

# One residual block, and the transformer behind it where the weights have one.
def stage(x: Tensor, emb: Tensor, ctx: Tensor, w: Dict[str, Tensor], p: str, j: int, heads: int) -> Tensor:
  x = __torch__.resnet(x, emb, w, p + "resnets." + str(j) + ".", __torch__.unet_groups(), __torch__.unet_epsilon())
  a = p + "attentions." + str(j) + "."
  if (a + "norm.weight") in w:
    x = __torch__.transformer(x, ctx, w, a, heads)
  return x

# Spatial transformer over x [N, C, H, W]: self-attention, attention to the text, feed-forward.
def transformer(x: Tensor, ctx: Tensor, w: Dict[str, Tensor], p: str, heads: int) -> Tensor:
  n, c, hh, ww = x.shape
  h = __torch__.group_norm(x, w, p + "norm", __torch__.unet_groups(), 1e-06)
  flat = len(w[p + "proj_in.weight"].shape) == 2
  if flat:
    h = __torch__.linear(h.permute(0, 2, 3, 1).reshape(n, hh * ww, c), w, p + "proj_in")
  else:
    h = __torch__.conv(h, w, p + "proj_in", 1).permute(0, 2, 3, 1).reshape(n, hh * ww, c)
  k = 0
  while (p + "transformer_blocks." + str(k) + ".norm1.weight") in w:
    h = __torch__.transformer_block(h, ctx, w, p + "transformer_blocks." + str(k) + ".", heads)
    k = k + 1
  if flat:
    h = __torch__.linear(h, w, p + "proj_out").reshape(n, hh, ww, c).permute(0, 3, 1, 2)
  else:
    h = __torch__.conv(h.reshape(n, hh, ww, c).permute(0, 3, 1, 2), w, p + "proj_out", 1)
  return x + h

def transformer_block(h: Tensor, ctx: Tensor, w: Dict[str, Tensor], p: str, heads: int) -> Tensor:
  y = __torch__.layer_norm(h, w, p + "norm1", 1e-05)
  h = h + __torch__.attention(y, y, w, p + "attn1.", heads)
  y = __torch__.layer_norm(h, w, p + "norm2", 1e-05)
  h = h + __torch__.attention(y, ctx, w, p + "attn2.", heads)
  g = __torch__.linear(__torch__.layer_norm(h, w, p + "norm3", 1e-05), w, p + "ff.net.0.proj")
  a, gate = torch.chunk(g, 2, -1)
  return h + __torch__.linear(a * torch.gelu(gate), w, p + "ff.net.2")
