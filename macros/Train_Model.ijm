// Trains a small model of pixels on a stack, and makes images with it. The macro's argument is a folder for
// the model (a few steps on drawn spots, to see that it works), or the options of a real run, such as
// "pixels=64 minutes=10 output=my-vesicles", for which a stack of one's own is opened first.

argument = getArgument();
if (indexOf(argument, "=") >= 0) {
    options = argument;
} else {
    folder = argument;
    if (folder == "") folder = getDirectory("temp");
    options = "pixels=16 batch=2 steps=4 output=[" + folder + "/my-model]";
    run("Phantom Images...", "structure=spots noise=low count=6 width=64 height=64 masks=no seed=1");
}
run("Train Model...", options);
rename("previews");

output = substring(options, indexOf(options, "output=") + 7);
if (startsWith(output, "[")) output = substring(output, 1, indexOf(output, "]"));
else if (indexOf(output, " ") > 0) output = substring(output, 0, indexOf(output, " "));
run("Text to Image...", "model=[" + output + "] count=2 steps=4 seed=1 guidance=1");
print("made " + nSlices + " images of " + getWidth() + " pixels with " + output);
