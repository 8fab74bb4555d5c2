# Kernels of convolutions as they are needed for images with their channels last.
def channels_last(x: Tensor) -> Tensor:
  return torch.contiguous(x, memory_format=2)
