# TorchScript in its serialised dialect: functions are called as __torch__.name, dtypes are numbers
# (int64 4, float16 5, float32 6, bfloat16 15). Every layer reads its weights from the dictionary w
# under the checkpoint's own key p, so these files hold no parameters and no sizes. What a
# configuration decides (heads, groups) comes from functions without arguments that Java adds.

# An input in the number format of the weight p; images in half precision with their channels last,
# as processors and GPUs compute them fastest.
def take(x: Tensor, w: Dict[str, Tensor], p: str) -> Tensor:
  x = torch.to(x, w[p].dtype)
  if __torch__.half(x) and len(x.shape) == 4:
    x = torch.contiguous(x, memory_format=2)
  return x

# A result in float32, or in float64 where the weights are.
def give(x: Tensor) -> Tensor:
  x = torch.contiguous(x)
  if __torch__.half(x):
    x = torch.to(x, 6)
  return x

def half(x: Tensor) -> bool:
  return x.dtype == 5 or x.dtype == 15

# With an adapter of low rank (Hu et al. 2021, eq. 3) where w holds one for the layer.
def linear(x: Tensor, w: Dict[str, Tensor], p: str) -> Tensor:
  b = p + ".bias"
  if b in w:
    y = torch.linear(x, w[p + ".weight"], w[b])
  else:
    y = torch.linear(x, w[p + ".weight"])
  if (p + ".lora_A.weight") in w:
    y = y + torch.linear(torch.linear(x, w[p + ".lora_A.weight"]), w[p + ".lora_B.weight"])
  return y

# 3x3 layers keep the size with pad 1, 1x1 layers with pad 0.
def conv(x: Tensor, w: Dict[str, Tensor], p: str, stride: int) -> Tensor:
  k = w[p + ".weight"]
  pad = k.shape[2] // 2
  return torch.conv2d(x, k, w[p + ".bias"], [stride, stride], [pad, pad])

def group_norm(x: Tensor, w: Dict[str, Tensor], p: str, groups: int, eps: float) -> Tensor:
  return torch.group_norm(x, groups, w[p + ".weight"], w[p + ".bias"], eps)

def layer_norm(x: Tensor, w: Dict[str, Tensor], p: str, eps: float) -> Tensor:
  return torch.layer_norm(x, [x.shape[-1]], w[p + ".weight"], w[p + ".bias"], eps)

# [N, T, C] -> [N, heads, T, C / heads]
def split_heads(x: Tensor, heads: int) -> Tensor:
  n, t, c = x.shape
  return x.view(n, t, heads, c // heads).transpose(1, 2)

# Vaswani et al. 2017, eq. 1, over q [N, heads, T, D] and k, v [N, heads, S, D] -> [N, T, heads * D]
# For gradients on a GPU it is written out while the scores are few: the gradient of cuDNN's fused attention,
# which libtorch prefers on newer cards, was NaN in bfloat16 (H200, libtorch 2.11).
def attend(q: Tensor, k: Tensor, v: Tensor, causal: bool) -> Tensor:
  n, h, t, d = q.shape
  if q.is_cuda and torch.is_grad_enabled() and t * k.shape[2] <= 1048576:
    o = __torch__.attend_in_steps(q, k, v, causal)
  else:
    o = torch.scaled_dot_product_attention(q, k, v, None, 0., causal)
  return o.transpose(1, 2).reshape(n, t, h * d)

# The same equation, not fused -> [N, heads, T, D]
def attend_in_steps(q: Tensor, k: Tensor, v: Tensor, causal: bool) -> Tensor:
  scores = torch.matmul(q * q.shape[3] ** -0.5, torch.transpose(k, 2, 3))
  if causal:
    later = torch.triu(torch.ones([q.shape[2], k.shape[2]], dtype=11, device=q.device), 1)
    scores = torch.masked_fill(scores, later, -1e30)
  return torch.matmul(torch.softmax(scores, 3), v)

# x [N, T, C] looks at ctx [N, S, D]
def attention(x: Tensor, ctx: Tensor, w: Dict[str, Tensor], p: str, heads: int) -> Tensor:
  q = __torch__.split_heads(__torch__.linear(x, w, p + "to_q"), heads)
  k = __torch__.split_heads(__torch__.linear(ctx, w, p + "to_k"), heads)
  v = __torch__.split_heads(__torch__.linear(ctx, w, p + "to_v"), heads)
  return __torch__.linear(__torch__.attend(q, k, v, False), w, p + "to_out.0")

# Residual block; emb is the time embedding [N, E], unused by blocks without time_emb_proj (VAE).
def resnet(x: Tensor, emb: Tensor, w: Dict[str, Tensor], p: str, groups: int, eps: float) -> Tensor:
  h = __torch__.conv(torch.silu(__torch__.group_norm(x, w, p + "norm1", groups, eps)), w, p + "conv1", 1)
  if (p + "time_emb_proj.weight") in w:
    e = __torch__.linear(torch.silu(emb), w, p + "time_emb_proj")
    h = h + torch.unsqueeze(torch.unsqueeze(e, 2), 3)
  h = __torch__.conv(torch.silu(__torch__.group_norm(h, w, p + "norm2", groups, eps)), w, p + "conv2", 1)
  if (p + "conv_shortcut.weight") in w:
    x = __torch__.conv(x, w, p + "conv_shortcut", 1)
  return x + h

# Sinusoidal embedding of numbers t [M] (Vaswani et al. 2017, sec. 3.5) in float32: [M, width]
def sinusoid(t: Tensor, width: int) -> Tensor:
  half = width // 2
  k = torch.arange(half, dtype=6, device=t.device)
  f = torch.exp(k * (-9.210340371976184 / (half - __torch__.freq_shift())))
  a = torch.unsqueeze(torch.to(t, 6), 1) * torch.unsqueeze(f, 0)
  if __torch__.flip_sin_to_cos():
    e = torch.cat([torch.cos(a), torch.sin(a)], 1)
  else:
    e = torch.cat([torch.sin(a), torch.cos(a)], 1)
  return e

# The timestep as waves, and their two-layer MLP.
def time_embedding(t: Tensor, sample: Tensor, w: Dict[str, Tensor]) -> Tensor:
  e = __torch__.sinusoid(t, w["time_embedding.linear_1.weight"].shape[1])
  e = __torch__.linear(torch.to(e, sample.dtype), w, "time_embedding.linear_1")
  return __torch__.linear(torch.silu(e), w, "time_embedding.linear_2")
