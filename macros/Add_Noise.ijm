// The forward process as an animation: an image on its way to pure noise, first in its pixels, then
// in the latents of the model. The results are saved under target/examples, or under the folder
// given as the macro's argument.

folder = getArgument();
if (folder == "") folder = "target/examples";
File.makeDirectory(folder);
setBatchMode(true);

newImage("spot", "8-bit black", 128, 128, 1);
setColor(200);
fillOval(34, 34, 60, 60);
run("Gaussian Blur...", "sigma=3");
spot = getImageID();

run("Add Noise...", "strength=1 seed=1 space=pixels frames=12");
saveAs("Tiff", folder + "/noise_in_pixels.tif");
for (i = 1; i <= nSlices; i++) {
    setSlice(i);
    print(getInfo("slice.label"));
}

selectImage(spot);
run("Add Noise...", "strength=0.5 seed=1 space=latents frames=6");
saveAs("Tiff", folder + "/noise_in_latents.tif");
