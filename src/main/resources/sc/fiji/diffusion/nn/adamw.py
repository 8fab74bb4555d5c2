# One step of AdamW (Loshchilov and Hutter 2019, algorithm 2) with the gradient's global norm
# clipped, and of the exponential moving average e. Everything is changed in place, unless the norm is
# infinite or NaN; the gradients g are cleared. setting: learning rate, beta1, beta2, epsilon, weight decay, largest norm, step from 1,
# average's decay. Returns the gradient's norm before clipping.
def adamw(setting: Tensor, w: Dict[str, Tensor], g: Dict[str, Tensor], m: Dict[str, Tensor], v: Dict[str, Tensor], e: Dict[str, Tensor]) -> Tensor:
  lr = float(setting[0])
  b1 = float(setting[1])
  b2 = float(setting[2])
  step = float(setting[6])
  decay = float(setting[7])
  squares = torch.zeros([1], device=setting.device)
  for k in g.keys():
    squares = squares + torch.sum(g[k] * g[k])
  norm = torch.sqrt(squares)
  clip = torch.clamp(float(setting[5]) / (norm + 1e-06), 0., 1.)
  if bool(torch.isfinite(norm)):
    for k in w.keys():
      p = torch.detach(w[k])
      d = g[k] * clip
      m[k].mul_(b1).add_(d * (1 - b1))
      v[k].mul_(b2).add_(d * d * (1 - b2))
      rate = m[k] / (1 - b1 ** step) / (torch.sqrt(v[k] / (1 - b2 ** step)) + float(setting[3]))
      if len(p.shape) > 1:
        p.mul_(1 - lr * float(setting[4]))
      p.sub_(rate * lr)
      e[k].mul_(decay).add_(p * (1 - decay))
  for k in g.keys():
    g[k].zero_()
  return norm
