using System.Text;
using Budstikke.Support;

namespace Budstikke.Documents.Tests.Ubl;

public class GoldenTests
{
    // Set to 1, the files are written anew instead of compared; the official rules judge the same documents
    // (UblRulesTests).
    private static readonly bool Regenerate = Environment.GetEnvironmentVariable("BUDSTIKKE_REGENERATE_GOLDEN") == "1";

    [Theory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void A_document_of_every_kind_is_written_as_its_golden_file_byte_for_byte(string kind)
    {
        var file = Path.Combine(Folder(), kind + ".xml");
        if (Regenerate)
            File.WriteAllBytes(file, Samples.All[kind].Written);

        // One character a byte: the same text is the same bytes, and a difference can be read.
        Encoding.Latin1.GetString(Samples.All[kind].Written).ShouldBe(File.ReadAllText(file, Encoding.Latin1));
    }

    [Fact]
    public void Every_golden_file_is_a_document_that_is_still_written()
    {
        var files = Directory.GetFiles(Folder(), "*.xml").Select(Path.GetFileNameWithoutExtension);

        files.ShouldBe(Samples.All.Keys, ignoreOrder: true);
    }

    private static string Folder() => RepositoryFolder.PathOf("tests", "Budstikke.Documents.Tests", "Golden");
}
