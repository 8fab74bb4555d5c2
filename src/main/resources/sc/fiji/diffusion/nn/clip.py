# Text tower of CLIP (Radford et al. 2021): ids [N, T] -> hidden states [N, T, D], the embeddings
# first, then one after each layer, and last the normalised output of the whole tower.
def clip_text(ids: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
  m = "text_model."
  eps = __torch__.clip_epsilon()
  x = __torch__.clip_tokens(torch.to(ids, 4), w, m + "embeddings.")
  positions = w[m + "embeddings.position_embedding.weight"]
  x = x + torch.slice(positions, 0, 0, x.shape[1], 1)
  states = [__torch__.give(x)]
  i = 0
  while (m + "encoder.layers." + str(i) + ".layer_norm1.weight") in w:
    x = __torch__.clip_layer(x, w, m + "encoder.layers." + str(i) + ".", True)
    states.append(__torch__.give(x))
    i = i + 1
  states.append(__torch__.give(__torch__.layer_norm(x, w, m + "final_layer_norm", eps)))
  return states

# Embeddings of ids [N, T] -> [N, T, D]; ids beyond the vocabulary are those of textual inversion.
def clip_tokens(ids: Tensor, w: Dict[str, Tensor], p: str) -> Tensor:
  table = w[p + "token_embedding.weight"]
  extra = p + "extra_tokens.weight"
  if extra in w:
    n = table.shape[0]
    known = torch.embedding(table, torch.clamp(ids, None, n - 1))
    more = torch.embedding(w[extra], torch.clamp(ids - n, 0, None))
    return torch.where(torch.unsqueeze(ids >= n, 2), more, known)
  else:
    return torch.embedding(table, ids)

# The norm at the end of the tower, for the output of another layer than the last: x [N, T, D].
def clip_norm(x: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return __torch__.layer_norm(x, w, "text_model.final_layer_norm", __torch__.clip_epsilon())

# The states with the text embedding of CLIP behind them [N, P], before it is normalised; ends [N] are the
# places of the end tokens.
def clip_text_projected(ids: Tensor, ends: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
  states = __torch__.clip_text(ids, w)
  states.append(__torch__.clip_project(states[-1], ends, w))
  return states

# The transformer layer of both CLIP towers, pre-norm, over x [N, T, D].

def clip_layer(x: Tensor, w: Dict[str, Tensor], p: str, causal: bool) -> Tensor:
  heads = __torch__.clip_heads()
  eps = __torch__.clip_epsilon()
  y = __torch__.layer_norm(x, w, p + "layer_norm1", eps)
  q = __torch__.split_heads(__torch__.linear(y, w, p + "self_attn.q_proj"), heads)
  k = __torch__.split_heads(__torch__.linear(y, w, p + "self_attn.k_proj"), heads)
  v = __torch__.split_heads(__torch__.linear(y, w, p + "self_attn.v_proj"), heads)
  x = x + __torch__.linear(__torch__.attend(q, k, v, causal), w, p + "self_attn.out_proj")
  y = __torch__.linear(__torch__.layer_norm(x, w, p + "layer_norm2", eps), w, p + "mlp.fc1")
  if __torch__.clip_quick_gelu():
    y = y * torch.sigmoid(y * 1.702)
  else:
    y = torch.gelu(y)
  return x + __torch__.linear(y, w, p + "mlp.fc2")

# The text embedding alone.
def clip_text_embedding(ids: Tensor, ends: Tensor, w: Dict[str, Tensor]) -> Tensor:
  return __torch__.clip_project(__torch__.clip_text(ids, w)[-1], ends, w)

# States at the end tokens, projected: x [N, T, D], ends [N] -> [N, P]
def clip_project(x: Tensor, ends: Tensor, w: Dict[str, Tensor]) -> Tensor:
  rows = torch.arange(x.shape[0], device=x.device)
  pooled = torch.index(x, [rows, torch.to(ends, 4)])
  pooled = __torch__.take(pooled, w, "text_projection.weight")
  return __torch__.give(torch.linear(pooled, w["text_projection.weight"]))

# Image tower of CLIP, a vision transformer (Dosovitskiy et al. 2021): preprocessed pixels
# [N, C, S, S] -> the image embedding before it is normalised [N, P].
def clip_image_embedding(pixels: Tensor, w: Dict[str, Tensor]) -> Tensor:
  m = "vision_model."
  eps = __torch__.clip_epsilon()
  k = w[m + "embeddings.patch_embedding.weight"]
  x = torch.conv2d(pixels, k, None, [k.shape[2], k.shape[3]])
  x = torch.transpose(torch.flatten(x, 2), 1, 2)
  first = w[m + "embeddings.class_embedding"].reshape(1, 1, -1).expand(x.shape[0], 1, -1)
  x = torch.cat([first, x], 1) + w[m + "embeddings.position_embedding.weight"]
  x = __torch__.layer_norm(x, w, m + "pre_layrnorm", eps)
  i = 0
  while (m + "encoder.layers." + str(i) + ".layer_norm1.weight") in w:
    x = __torch__.clip_layer(x, w, m + "encoder.layers." + str(i) + ".", False)
    i = i + 1
  pooled = __torch__.layer_norm(torch.select(x, 1, 0), w, m + "post_layernorm", eps)
  return torch.linear(pooled, w["visual_projection.weight"])
