# Text tower of CLIP (Radford et al. 2021): ids [N, T] -> hidden states [N, T, D], the embeddings
# first, then one after each layer, and last the normalised output of the whole tower.
def clip_text(ids: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
  m = "text_model."
  eps = __torch__.clip_epsilon()
  x = torch.embedding(w[m + "embeddings.token_embedding.weight"], torch.to(ids, 4))
  positions = w[m + "embeddings.position_embedding.weight"]
  x = x + torch.slice(positions, 0, 0, x.shape[1], 1)
  states = [x]
  i = 0
  while (m + "encoder.layers." + str(i) + ".layer_norm1.weight") in w:
    x = __torch__.clip_layer(x, w, m + "encoder.layers." + str(i) + ".", True)
    states.append(x)
    i = i + 1
  states.append(__torch__.layer_norm(x, w, m + "final_layer_norm", eps))
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
