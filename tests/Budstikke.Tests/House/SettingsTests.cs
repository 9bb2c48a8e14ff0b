using System.Text.RegularExpressions;
using Budstikke.Storage;
using Budstikke.Support;

namespace Budstikke.Tests.House;

public sealed partial class SettingsTests
{
    [Fact]
    public void Every_setting_that_the_code_reads_stands_in_the_operators_page()
    {
        var page = File.ReadAllText(RepositoryFolder.PathOf("docs", "operations", "configuration.md"));

        Read().ShouldContain("Storage:Sqlite");
        Read()
            .Select(name => name.Replace(":", "__", StringComparison.Ordinal))
            .Where(name => !page.Contains($"`{name}`", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    /// <summary>Else its start would warn of a setting that there is, or keep silent about one that is gone.</summary>
    [Fact]
    public void Every_setting_that_the_code_reads_is_known_and_no_other() =>
        Read()
            .Where(name => !name.StartsWith("Logging:", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ShouldBe(KnownSettings.Names.Order(StringComparer.Ordinal));

    private static List<string> Read() =>
        [
            .. Directory
                .EnumerateFiles(RepositoryFolder.PathOf("src", "Budstikke"), "*.cs", SearchOption.AllDirectories)
                .Where(file =>
                    !file.Contains("/obj/", StringComparison.Ordinal)
                    && Path.GetFileName(file) != $"{nameof(KnownSettings)}.cs"
                )
                .SelectMany(file => Setting().Matches(File.ReadAllText(file)))
                .Select(match => match.Groups[1].Value)
                .Distinct(),
        ];

    [GeneratedRegex(
        "\"((?:Bounces|Storage|Secrets|Node|Ehf|EInvoice|Email|Maventa|Post|Sandbox|Connect"
            + "|Callbacks|Invoicing|Peppol|Proxy|Telemetry|Logging|Console):[A-Za-z]+(?::[A-Za-z]+)?)\""
    )]
    private static partial Regex Setting();
}
