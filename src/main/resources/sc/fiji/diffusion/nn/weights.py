# The bytes of a stored tensor as numbers of its format, converted to the format that is computed
# with. Where both are the same, the result shares the memory of the bytes.
def decode(bytes: Tensor) -> Tensor:
  empty = torch.empty([0], dtype=__torch__.stored_format(), device=bytes.device)
  n = torch.numel(bytes) // __torch__.value_bytes()
  return torch.to(torch.set_(empty, bytes, 0, [n], [1]), __torch__.compute_format())

# Numbers in the format that is computed with.
def cast(x: Tensor) -> Tensor:
  return torch.to(x, __torch__.compute_format())
