# Small functions for the tests of the package.
def describe(x: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
  heads = __torch__.some_heads()
  scale = __torch__.some_scale()
  if __torch__.some_switch():
    x = x + 1
  y = x * scale + w["offset"]
  return [y, torch.sum(y) * heads[1] + __torch__.some_number()]

def pick(sizes: List[int], x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return x

def wrong(x: Tensor) -> Tensor:
  return torch.no_such_operator(x)

# The squared error with which x [N, D] comes back from two layers with a bottleneck.
def bottleneck(x: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
  h = torch.tanh(torch.linear(x, w["in.weight"], w["in.bias"]))
  error = torch.linear(h, w["out.weight"]) - x
  return [torch.mean(error * error)]

def one_layer(x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return __torch__.linear(x, w, "layer")

# Both forms of attention, without and with a causal mask.
def attention_forms(q: Tensor, k: Tensor, v: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
  n, h, t, d = q.shape
  a = __torch__.attend_in_steps(q, k, v, False).transpose(1, 2).reshape(n, t, h * d)
  b = __torch__.attend_in_steps(q, k, v, True).transpose(1, 2).reshape(n, t, h * d)
  return [__torch__.attend(q, k, v, False), a, __torch__.attend(q, k, v, True), b]

# Doubles images [N, C, H, W] of up to 32 pixels a side, and counts its calls.
def double_small(x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  calls = w["calls"].add_(1)
  n, c, h, width = x.shape
  if h > 32:
    ops.prim.RaiseException("out of memory")
  return x * 2
