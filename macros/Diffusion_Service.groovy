#@ DiffusionService diffusion
#@output restored

// Diffusion models from a script, with ImgLib2 images: values in [0, 1], axes x, y, channel.
// Open it in Fiji's script editor, or put it into the plugins folder.

import net.imglib2.img.array.ArrayImgs
import sc.fiji.diffusion.model.ModelSpec
import sc.fiji.diffusion.tool.Sampling

println "models: ${diffusion.models()}, run on: ${diffusion.device()}"

// An image from a text. The same seed gives the same image, here and in the menu.
sampling = Sampling.of("microscopy-128", "fluorescent nuclei, dense").withSteps(8).withSeed(5)
image = diffusion.textToImage(sampling, 128, 128)

// The autoencoder's two halves: 128 x 128 pixels become 32 x 32 latents of 4 channels, and back.
model = ModelSpec.of("microscopy-128")
latents = diffusion.encode(model, image)
decoded = diffusion.decode(model, latents)
println "latents: ${latents.dimensionsAsLongArray()}"

// A square is repainted; every value outside comes back exactly as it was.
mask = ArrayImgs.floats(128, 128)
for (y in 40..<80) for (x in 40..<80) mask.getAt(x, y).set(1)
restored = diffusion.inpaint(sampling.withSeed(6), image, mask, 1.0)

// A little change of everything.
changed = diffusion.imageToImage(sampling, restored, 0.4)
