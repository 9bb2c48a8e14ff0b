using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Budstikke.Commands;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Budstikke.Tests.OfficialRules;

/// <summary>Documents of any origin, checked on the command line and over the API.</summary>
public sealed class ValidateTests : IDisposable
{
    private const string Valid = "<Invoice/>";
    private const string Invalid = """
        <Invoice xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
         xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
        <cac:Item><cbc:Name>Forbidden</cbc:Name></cac:Item></Invoice>
        """;

    private readonly OwnRuleFolder _rules = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("budstikke-documents-").FullName;

    public void Dispose()
    {
        _rules.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Files_folders_patterns_and_stdin_are_checked()
    {
        Write("a.xml", Valid);
        Write("b.xml", Valid);

        (await Run([_folder])).Output.ShouldContain("2 documents: 2 valid, 0 not valid, 0 could not be checked.");
        (await Run([Path.Combine(_folder, "a*.xml")])).Output.ShouldContain("a.xml: valid");
        (await Run(["-"], Invalid)).Exit.ShouldBe(1);
    }

    [Fact]
    public async Task The_exit_code_says_whether_all_are_valid()
    {
        var (good, bad, none) = (Write("a.xml", Valid), Write("b.xml", Invalid), Write("c.xml", "no XML"));

        (await Run([good])).Exit.ShouldBe(0);
        (await Run([good, bad])).Exit.ShouldBe(1);
        (await Run([none])).Exit.ShouldBe(1);
        (await Run([bad, Path.Combine(_folder, "absent.xml")])).Exit.ShouldBe(2);
        (await Run([good], isSet: false)).Exit.ShouldBe(2);
    }

    [Fact]
    public async Task As_JSON_it_names_rule_place_and_value()
    {
        var (_, output) = await Run([Write("b.xml", Invalid), "--json"]);

        var document = JsonNode.Parse(output)![0]!;
        document["outcome"]!.GetValue<string>().ShouldBe("invalid");
        var finding = document["findings"]![0]!;
        finding["rule"]!.GetValue<string>().ShouldBe("OWN-1");
        finding["severity"]!.GetValue<string>().ShouldBe("fatal");
        finding["location"]!.GetValue<string>().ShouldBe("/Invoice[1]/cac:Item[1]");
        finding["line"]!.GetValue<int>().ShouldBe(3);
        finding["value"]!.GetValue<string>().ShouldBe("cbc:Name = \"Forbidden\"");
    }

    [Fact]
    public async Task A_person_reads_a_table()
    {
        var (_, output) = await Run([Write("b.xml", Invalid)]);

        // A long path breaks the line.
        output.ReplaceLineEndings("").ShouldContain("not valid: 1 fatal finding");
        output.ShouldContain("It has cbc:Name = \"Forbidden\".");
        output.ShouldContain("Checked by OWN 1.0.7.");
    }

    [Fact]
    public async Task The_API_says_the_same_of_a_body_and_503_without_rules()
    {
        await using (var app = await BudstikkeApp.Start(settings: _rules.Settings))
        {
            using var http = await app.Http();
            var (status, answer) = await Post(http, Invalid);
            status.ShouldBe(HttpStatusCode.OK);
            answer["data"]!["outcome"]!.GetValue<string>().ShouldBe("invalid");
            answer["data"]!["findings"]![0]!["rule"]!.GetValue<string>().ShouldBe("OWN-1");
            (await Post(http, Valid)).Answer["data"]!["outcome"]!.GetValue<string>().ShouldBe("valid");
            (await Post(http, Valid, "?scope=all")).Status.ShouldBe(HttpStatusCode.ExpectationFailed);
            (await Post(http, $"<Invoice>{new string('x', 3_000_000)}</Invoice>")).Status.ShouldBe(HttpStatusCode.OK);
            (await Post(http, new string('x', 11_000_000))).Answer["errors"]![0]!
                .GetValue<string>()
                .ShouldContain("10485760");
        }
        await using var without = await BudstikkeApp.Start();
        using var bare = await without.Http();
        (await Post(bare, Valid)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private static async Task<(HttpStatusCode Status, JsonNode Answer)> Post(
        HttpClient http,
        string body,
        string query = ""
    )
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/xml");
        using var answer = await http.PostAsync($"/api/v1/validate{query}", content);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    private async Task<(int Exit, string Output)> Run(string[] arguments, string input = "", bool isSet = true)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var settings = isSet ? _rules.Settings : [];
        var exit = await ValidateCommand
            .Of(
                () => new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
                () => new MemoryStream(Encoding.UTF8.GetBytes(input))
            )
            .Parse(arguments)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (exit, output.ToString());
    }
}
