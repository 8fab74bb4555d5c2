# Contrastive objective of CLIP (Radford et al. 2021, fig. 3): each image belongs to the text of the
# same row, and to no other of the batch. pixels [N, 1, S, S] preprocessed and grey, ids [N, T], ends
# [N]. Returns the loss and the share of images [1] whose own text comes first.
def contrastive_objective(pixels: Tensor, ids: Tensor, ends: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
  h = __torch__.as_trained(w)
  grey = torch.to(pixels, __torch__.train_dtype())
  images = __torch__.unit_rows(__torch__.clip_image_embedding(torch.cat([grey, grey, grey], 1), h))
  texts = __torch__.unit_rows(__torch__.clip_text_embedding(ids, ends, h))
  scale = torch.exp(torch.clamp(w["logit_scale"], 0., 4.605170185988092))
  logits = torch.matmul(images, torch.transpose(texts, 0, 1)) * scale
  own = torch.arange(logits.shape[0], dtype=4, device=logits.device)
  loss = torch.cross_entropy_loss(logits, own, None, 1, -100, 0.)
  loss = loss + torch.cross_entropy_loss(torch.transpose(logits, 0, 1), own, None, 1, -100, 0.)
  hits = torch.mean(torch.to(torch.eq(torch.argmax(logits, 1), own), 6))
  return [loss * 0.5, hits]

def unit_rows(x: Tensor) -> Tensor:
  y = torch.to(x, 6)
  return y / torch.sqrt(torch.sum(y * y, [1], True) + 1e-12)
