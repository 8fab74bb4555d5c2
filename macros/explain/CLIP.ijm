// What CLIP makes of phantoms: which label fits, and how alike images and texts are.
// Argument: a folder.
args = split(getArgument(), " ");
folder = "target/explain";
if (args.length > 0) folder = args[0];
full = args.length > 1;
File.makeDirectory(folder);
setBatchMode(true);

run("Phantom Images...", "structure=nuclei contrast=high noise=low count=2 masks=no seed=3");
rename("nuclei");
run("Phantom Images...", "structure=filaments contrast=high noise=low count=2 masks=no seed=5");
rename("filaments");
run("Concatenate...", "title=both image1=nuclei image2=filaments");

run("CLIP Labels...", "clip=microscopy-128 parts=slices labels=[nuclei; filaments; tissue section]");
for (i = 0; i < nResults; i++) {
    print(getResultLabel(i) + ": nuclei " + d2s(getResult("nuclei", i), 3)
        + ", filaments " + d2s(getResult("filaments", i), 3));
}
saveAs("PNG", folder + "/clip-labels");
close();
selectImage("both");
run("CLIP Similarity...", "clip=microscopy-128 parts=slices texts=[nuclei; filaments]");
run("Size...", "width=240 height=240 interpolation=None");
run("Fire");
run("RGB Color");
saveAs("PNG", folder + "/clip-similarity");
