using Budstikke.Documents.Pdf.Fonts;
using Budstikke.Support;

namespace Budstikke.Documents.Tests.Pdf;

/// <summary>The two font files in the repository are made of the whole Noto Sans by our own subsetter.</summary>
public sealed class FontFilesTests
{
    /// <summary>Where the whole fonts lie; with BUDSTIKKE_WRITE_FONTS=1 the files in the repository are made
    /// anew.</summary>
    private const string SourceVariable = "BUDSTIKKE_NOTO_FOLDER";
    private const string WriteVariable = "BUDSTIKKE_WRITE_FONTS";

    [NeedsWholeNoto]
    public void The_font_files_are_what_the_subsetter_makes_of_Noto_Sans()
    {
        foreach (var name in new[] { "NotoSans-Regular.ttf", "NotoSans-Bold.ttf" })
        {
            var whole = new TrueTypeFont(File.ReadAllBytes(Path.Combine(SourceFolder!, name)));
            var made = Repertoire.MakeFontFile(whole);
            var kept = RepositoryFolder.PathOf("src/Budstikke.Documents/Pdf/Fonts", name);
            if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
                File.WriteAllBytes(kept, made);
            File.ReadAllBytes(kept).ShouldBe(made);
        }
    }

    private static string? SourceFolder => Environment.GetEnvironmentVariable(SourceVariable);

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class NeedsWholeNotoAttribute : FactAttribute
    {
        public NeedsWholeNotoAttribute()
        {
            if (SourceFolder is null)
                Skip = $"{SourceVariable} does not name the folder with the whole Noto Sans 2.004.";
        }
    }
}
