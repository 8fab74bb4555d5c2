// An image on its way to noise: the chain of DDPM in pixels, the three equations of Song et al., and
// latents beside what they decode to. Argument: a folder, and "full" for more frames.
args = split(getArgument(), " ");
var folder = "target/explain";
if (args.length > 0) folder = args[0];
var full = false;
full = args.length > 1;
File.makeDirectory(folder);
setBatchMode(true);

run("Phantom Images...", "structure=nuclei density=medium contrast=high noise=clean count=1 masks=no seed=3");
var image = 0;
image = getImageID();
var frames = 3;
if (full) frames = 8;

show("pixels", "DDPM");
show("pixels", "VP");
show("pixels", "sub-VP");
show("pixels", "VE");
show("latents", "DDPM");

function show(space, process) {
    selectImage(image);
    run("Forward Process...", "space=" + space + " process=" + process + " frames=" + frames + " seed=1");
    name = folder + "/forward-" + space + "-" + process;
    for (i = 1; i <= nSlices; i++) {
        setSlice(i);
        print(process + " in " + space + ": " + getInfo("slice.label"));
    }
    run("Make Montage...", "columns=" + frames + " rows=1 scale=1");
    run("8-bit");
    saveAs("PNG", name);
    close();
    close();
    selectImage("Forward process of " + process);
    saveAs("PNG", name + "-plot");
    close();
}
