using System.Globalization;
using System.Xml.Linq;

namespace Budstikke.Documents.Tests.Schematron;

/// <summary>
/// Documents with a fault or two: elements dropped, doubled, swapped, emptied and brought from another document, values
/// and attributes changed, namespaces changed, and whole documents moved to a country whose rules are otherwise asleep.
/// </summary>
internal static class Mutants
{
    private static readonly string[] s_values =
    [
        "",
        " ",
        "0",
        "-1",
        "1",
        "0.00",
        "1.005",
        "-0.01",
        "100000000000000000000.10",
        "abc",
        "NaN",
        "1e3",
        " 5 ",
        "+7",
        "NO",
        "DE",
        "DK",
        "SE",
        "GR",
        "EL",
        "IT",
        "NL",
        "IS",
        "XX",
        "NOK",
        "EUR",
        "EURO",
        "2026-02-28",
        "2026-01-01Z",
        "1999-12-31+14:00",
        "AE",
        "E",
        "O",
        "S",
        "Z",
        "K",
        "G",
        "L",
        "M",
        "B",
        "true",
        "false",
        "VAT",
        "vat",
        "TAX",
        "Foretaksregisteret",
        "30",
        "49",
        "58",
        "59",
        "42",
        "93",
        "50",
        "130",
        "380",
        "381",
        "384",
        "326",
        "NO923609016MVA",
        "NO923609017MVA",
        "923609016",
        "9482348239847239874",
        "\u017f",
        "DE89370400440532013000",
        "123456789|03/12/2026|0|1.1|A|1",
        "#SKONTO#TAGE=7#PROZENT=2.00#\n",
        "01#12",
        "71#",
    ];

    private static readonly string[] s_schemes =
    [
        "0088",
        "0192",
        "0184",
        "0096",
        "0198",
        "0208",
        "0201",
        "0210",
        "0211",
        "9907",
        "0007",
        "0151",
        "0106",
        "0190",
        "9944",
        "0217",
        "9933",
        "SEPA",
        "9908",
        "EUR",
        "130",
        "C62",
        "XYZ",
    ];

    private static readonly string[] s_countries = ["NO", "DE", "DK", "SE", "GR", "IT", "NL", "IS"];

    private static readonly string[] s_attributes =
    [
        "schemeID",
        "schemeName",
        "listID",
        "languageID",
        "currencyID",
        "unitCode",
        "listVersionID",
        "name",
        "mimeCode",
    ];

    public static byte[] Of(byte[] document, byte[] other, Random random)
    {
        var mutant = Load(document);
        if (random.Next(4) == 0)
            MoveTo(mutant, s_countries[random.Next(s_countries.Length)], random);
        for (var faults = random.Next(1, 4); faults > 0; faults--)
            Mutate(mutant, other, random);
        using var stream = new MemoryStream();
        mutant.Save(stream, SaveOptions.DisableFormatting);
        return stream.ToArray();
    }

    private static XDocument Load(byte[] document)
    {
        using var stream = new MemoryStream(document);
        return XDocument.Load(stream, LoadOptions.PreserveWhitespace);
    }

    private static void Mutate(XDocument document, byte[] other, Random random)
    {
        var elements = document.Root!.Descendants().ToList();
        if (elements.Count == 0)
            return;
        var element = elements[random.Next(elements.Count)];
        var leaves = elements.Where(one => !one.HasElements).ToList();
        switch (random.Next(14))
        {
            case 0 or 1:
                element.Remove();
                break;
            case 2:
                element.AddAfterSelf(new XElement(element));
                break;
            case 3:
                Swap(leaves[random.Next(leaves.Count)], leaves[random.Next(leaves.Count)]);
                break;
            case 4 or 5 or 6 when leaves.Count > 0:
                var leaf = leaves[random.Next(leaves.Count)];
                leaf.Value = Changed(leaf.Value, random);
                break;
            case 7:
                ChangeAttribute(element, random);
                break;
            case 8 or 9:
                Transplant(document, Load(other), random);
                break;
            case 10:
                element.Name = XName.Get(element.Name.LocalName, random.Next(2) == 0 ? "" : "urn:other");
                break;
            case 11:
                Divide(leaves[random.Next(leaves.Count)], random);
                break;
            case 12:
                foreach (var attribute in document.Root!.Descendants().Attributes("schemeID").ToList())
                    if (random.Next(3) == 0)
                        attribute.Value = s_schemes[random.Next(s_schemes.Length)];
                break;
            default:
                ChangeAll(document, random);
                break;
        }
    }

    private static void Swap(XElement one, XElement other) => (one.Value, other.Value) = (other.Value, one.Value);

    private static string Changed(string value, Random random)
    {
        if (
            random.Next(3) == 0
            && decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        )
            return (number + (random.Next(5) - 2) * (random.Next(2) == 0 ? 1m : 0.01m)).ToString(
                CultureInfo.InvariantCulture
            );
        return s_values[random.Next(s_values.Length)];
    }

    private static void ChangeAttribute(XElement element, Random random)
    {
        var attributes = element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).ToList();
        if (attributes.Count > 0 && random.Next(2) == 0)
            attributes[random.Next(attributes.Count)].Remove();
        else
            element.SetAttributeValue(
                s_attributes[random.Next(s_attributes.Length)],
                s_schemes[random.Next(s_schemes.Length)]
            );
    }

    /// <summary>
    /// Puts an element of another document where the schema would have it, if anywhere: beside a like parent's.
    /// </summary>
    private static void Transplant(XDocument document, XDocument other, Random random)
    {
        var gifts = other.Root!.Descendants().ToList();
        var gift = gifts[random.Next(gifts.Count)];
        var parent = document.Root!.DescendantsAndSelf().FirstOrDefault(one => one.Name == gift.Parent!.Name);
        if (parent is null)
            return;
        var following = gift.ElementsAfterSelf().Select(one => one.Name).ToHashSet();
        var before = parent.Elements().FirstOrDefault(one => following.Contains(one.Name));
        if (before is null)
            parent.Add(new XElement(gift));
        else
            before.AddBeforeSelf(new XElement(gift));
    }

    /// <summary>A comment or an instruction makes two text nodes of one.</summary>
    private static void Divide(XElement leaf, Random random)
    {
        var text = leaf.Value;
        var at = random.Next(text.Length + 1);
        if (at > 0 && char.IsHighSurrogate(text[at - 1]))
            at--;
        XNode between = random.Next(2) == 0 ? new XComment("x") : new XProcessingInstruction("x", "y");
        leaf.ReplaceNodes(new XText(text[..at]), between, new XText(text[at..]));
    }

    private static void MoveTo(XDocument document, string country, Random random)
    {
        foreach (
            var party in document
                .Root!.Elements()
                .Where(one => one.Name.LocalName.StartsWith("Accounting", StringComparison.Ordinal))
        )
        {
            if (random.Next(5) == 0)
                continue;
            foreach (var code in party.Descendants().Where(one => one.Name.LocalName == "IdentificationCode"))
                code.Value = country;
            foreach (var scheme in party.Descendants().Where(one => one.Name.LocalName == "PartyTaxScheme"))
                if (
                    scheme.Elements().FirstOrDefault(one => one.Name.LocalName == "CompanyID") is { } id
                    && id.Value.Length > 2
                )
                    id.Value = (country == "GR" ? "EL" : country) + id.Value[2..];
        }
    }

    /// <summary>All values of one name, since many rules look at whether they agree.</summary>
    private static void ChangeAll(XDocument document, Random random)
    {
        string[] names =
        [
            "ID",
            "Percent",
            "PaymentMeansCode",
            "ChargeIndicator",
            "TaxExemptionReasonCode",
            "PaymentID",
        ];
        var name = names[random.Next(names.Length)];
        var value =
            name == "ChargeIndicator"
                ? (random.Next(2) == 0 ? "true" : "false")
                : s_values[random.Next(s_values.Length)];
        foreach (var element in document.Root!.Descendants().Where(one => one.Name.LocalName == name).ToList())
            if (name != "ID" || element.Parent!.Name.LocalName.EndsWith("TaxCategory", StringComparison.Ordinal))
                element.Value = value;
    }
}
