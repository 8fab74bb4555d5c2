# Classifier of several attributes at once: image [N, 1, H, W] in [0, 1] -> logits [N, K] of all
# attributes side by side. Convolutions; of every layer the mean and the deviation over the picture
# (so that fine textures such as noise are seen as well as shapes); two linear layers.
def classify(image: Tensor, w: Dict[str, Tensor]) -> Tensor:
  x = image * 4. - 1.
  pooled = [__torch__.mean_and_deviation(x)]
  i = 0
  while ("layers." + str(i) + ".weight") in w:
    p = "layers." + str(i)
    x = __torch__.conv(x, w, p, 2)
    if i > 0:
      x = __torch__.group_norm(x, w, p + "_norm", 8, 1e-05)
    x = torch.silu(x)
    pooled.append(__torch__.mean_and_deviation(x))
    i = i + 1
  h = torch.silu(__torch__.linear(torch.cat(pooled, 1), w, "hidden"))
  return __torch__.linear(h, w, "logits")

# [N, C, H, W] -> [N, 2 C]
def mean_and_deviation(x: Tensor) -> Tensor:
  mean = torch.mean(x, [2, 3])
  centred = x - torch.unsqueeze(torch.unsqueeze(mean, 2), 3)
  return torch.cat([mean, torch.sqrt(torch.mean(centred * centred, [2, 3]) + 1e-05)], 1)

# Sum over the attributes of the cross-entropy. labels [N, A], one column an attribute. Returns the
# loss, and the loss of each attribute [A].
def classifier_objective(image: Tensor, labels: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
  logits = __torch__.classify(image, w)
  sizes = __torch__.attribute_sizes()
  losses = annotate(List[Tensor], [])
  start = 0
  for a in range(len(sizes)):
    part = torch.slice(logits, 1, start, start + sizes[a], 1)
    losses.append(torch.cross_entropy_loss(part, torch.to(torch.select(labels, 1, a), 4), None, 1, -100, 0.))
    start = start + sizes[a]
  each = torch.stack(losses, 0)
  return [torch.sum(each), each]
