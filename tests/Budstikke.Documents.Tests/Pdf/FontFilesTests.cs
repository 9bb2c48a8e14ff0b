using Budstikke.Documents.Pdf.Fonts;
using Budstikke.Support;

namespace Budstikke.Documents.Tests.Pdf;

/// <summary>The two font files in the repository are made of the whole Noto fonts by our own subsetter.</summary>
public sealed class FontFilesTests
{
    /// <summary>
    /// Where the whole fonts of Debian's fonts-noto-core 20201225 lie; with BUDSTIKKE_WRITE_FONTS=1 the files in the
    /// repository are made anew.
    /// </summary>
    private const string SourceVariable = "BUDSTIKKE_NOTO_FOLDER";
    private const string WriteVariable = "BUDSTIKKE_WRITE_FONTS";

    private static readonly string[] s_sisters =
    [
        "NotoSansArmenian",
        "NotoSansGeorgian",
        "NotoSansSymbols",
        "NotoSansMath",
        "NotoSansSymbols2",
    ];

    [NeedsWholeNoto]
    public void The_font_files_are_what_the_subsetter_makes_of_Noto_Sans()
    {
        foreach (var weight in new[] { "Regular", "Bold" })
        {
            var whole = JoinedFonts.Of(Whole("NotoSans", weight), s_sisters.Select(name => Whole(name, weight)));
            var made = Repertoire.MakeFontFile(whole);
            var kept = RepositoryFolder.PathOf("src/Budstikke.Documents/Pdf/Fonts", $"NotoSans-{weight}.ttf");
            if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
                File.WriteAllBytes(kept, made);
            File.ReadAllBytes(kept).ShouldBe(made);
        }
    }

    /// <summary>A font of signs that is not made in bold is regular in both.</summary>
    private static TrueTypeFont Whole(string name, string weight)
    {
        var path = Path.Combine(SourceFolder!, $"{name}-{weight}.ttf");
        return new(File.ReadAllBytes(File.Exists(path) ? path : Path.Combine(SourceFolder!, $"{name}-Regular.ttf")));
    }

    private static string? SourceFolder => Environment.GetEnvironmentVariable(SourceVariable);

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class NeedsWholeNotoAttribute : FactAttribute
    {
        public NeedsWholeNotoAttribute()
        {
            if (SourceFolder is null)
                Skip =
                    $"{SourceVariable} does not name the folder with the fonts of Debian's fonts-noto-core 20201225.";
        }
    }
}
