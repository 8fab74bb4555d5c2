// What the autoencoder keeps of an image, and what its first latent channel stands for.
// Argument: a folder.
args = split(getArgument(), " ");
folder = "target/explain";
if (args.length > 0) folder = args[0];
full = args.length > 1;
File.makeDirectory(folder);
setBatchMode(true);

run("Phantom Images...", "structure=nuclei density=medium contrast=high noise=low count=2 masks=no seed=3");
run("VAE Compare...", "slices=all walk=1 frames=5 reach=3");
for (i = 0; i < nResults; i++) {
    print("slice " + getResult("Slice", i) + ": PSNR " + d2s(getResult("PSNR (dB)", i), 1)
        + " dB, SSIM " + d2s(getResult("SSIM", i), 3) + ", KL "
        + d2s(getResult("KL (bits per latent)", i), 2) + " bits per latent");
}
run("Make Montage...", "columns=1 rows=2 scale=1");
run("8-bit");
saveAs("PNG", folder + "/vae-compare");
close();
close();
run("Make Montage...", "columns=5 rows=1 scale=1");
run("8-bit");
saveAs("PNG", folder + "/vae-walk");
