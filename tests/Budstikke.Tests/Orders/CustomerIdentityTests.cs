using System.Text.Json;
using Budstikke.Orders;
using Budstikke.Support;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Orders;

/// <summary>Which names are the same.</summary>
public sealed class CustomerIdentityTests
{
    /// <summary>Every letter of Latin, Greek and Cyrillic, and each with two marks in either order, taken apart by
    /// Python.</summary>
    private const string Decompose = """
        import json, sys, unicodedata
        letters = [chr(c) for b in ((0xC0, 0x250), (0x370, 0x530), (0x1E00, 0x2000), (0x2126, 0x212C))
          for c in range(*b)
                   if unicodedata.category(chr(c)).startswith('L')]
        texts = letters + [l + a + b for l in letters
          for a, b in (('\u0301', '\u0323'), ('\u0323', '\u0302'), ('\u0328', '\u0304'))]
        json.dump([[t, unicodedata.normalize('NFC', t), unicodedata.normalize('NFD', t)] for t in texts], sys.stdout)
        """;

    [Theory]
    [InlineData("Kari Nordmann", "kari nordmann")]
    [InlineData("Kari Nordmann", "  Kari \t\u00a0 NORDMANN\n")]
    [InlineData("Åse Bjørnås", "a\u030ase bjørna\u030as")]
    [InlineData("Éloïse Müller", "E\u0301loi\u0308se Mu\u0308ller")]
    [InlineData("Nguyễn Thị Huệ", "Nguye\u0302\u0303n Thi\u0323 Hue\u0323\u0302")]
    [InlineData("Nguyễn Thị Huệ", "Nguyê\u0303n Thị Huê\u0323")]
    [InlineData("\u212bse", "Åse")]
    [InlineData("Иван Йорданов", "иван и\u0306орданов")]
    public void A_name_is_the_same_however_it_is_written(string one, string other) =>
        CustomerIdentity.Folded(other).ShouldBe(CustomerIdentity.Folded(one));

    [Theory]
    [InlineData("Åse", "Ase")]
    [InlineData("Bjørn", "Bjorn")]
    [InlineData("Kari Nordmann", "KariNordmann")]
    [InlineData("Kari Nordmann", "Kari Nordman")]
    [InlineData("e\u0301\u0302", "e\u0302\u0301")]
    public void Another_name_is_another(string one, string other) =>
        CustomerIdentity.Folded(other).ShouldNotBe(CustomerIdentity.Folded(one));

    [NeedsProgram("python3")]
    public void Letters_are_taken_apart_as_Unicode_says()
    {
        var (_, said) = Tool.Run("python3", "-c", Decompose);
        var texts = JsonSerializer.Deserialize<string[][]>(said)!;

        texts.Length.ShouldBeGreaterThan(3000);
        foreach (var text in texts)
        foreach (var form in text)
            DecomposedText
                .Of(form)
                .ShouldBe(text[2], Convert.ToHexString(System.Text.Encoding.BigEndianUnicode.GetBytes(form)));
    }
}
