// Compares the results in two folders: pixels, and records but for how long a step took. Argument: the folders, between them ;
var content = "";

folders = split(getArgument(), ";");
files = getFileList(folders[0]);
compared = 0;
for (i = 0; i < files.length; i++) {
    if (!endsWith(files[i], ".tif")) continue;
    name = folders[0] + "/" + files[i];
    read(name);
    one = content;
    name = folders[1] + "/" + files[i];
    read(name);
    difference = files[i] + " differs: " + one + " / " + content;
    if (one != content) exit(difference);
    compared++;
}
print(compared + " results are the same");

function read(file) {
    setBatchMode(true);
    open(file);
    content = "";
    lines = split(getMetadata("Info"), "\n");
    for (k = 0; k < lines.length; k++) {
        if (!startsWith(lines[k], "seconds per step")) content = content + lines[k] + "\n";
    }
    for (slice = 1; slice <= nSlices; slice++) {
        setSlice(slice);
        sum = 0;
        for (y = 0; y < getHeight(); y++) {
            for (x = 0; x < getWidth(); x++) sum = (sum * 31 + getPixel(x, y)) % 1000003;
        }
        content = content + slice + ": " + sum + "\n";
    }
    close();
}
