using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Budstikke.Support;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.SampleClients;

/// <summary>samples/calls.http, read as an HTTP editor reads it.</summary>
public sealed partial class HttpFileTests
{
    [Fact]
    public async Task Every_call_of_the_file_succeeds_in_its_order()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http(withToken: false);
        var values = new Dictionary<string, string> { ["url"] = "", ["token"] = app.Added.Token };
        var statuses = new List<string>();

        foreach (var call in File.ReadAllText(PathOf("calls.http")).ReplaceLineEndings("\n").Split("\n###").Skip(1))
        {
            using var request = Read(call, values);
            using var answer = await http.SendAsync(request);
            var name = Name().Match(call).Groups[1].Value;
            statuses.Add($"{name} {(int)answer.StatusCode}");
            if (answer.Content.Headers.ContentType?.MediaType == "application/json")
                Remember(values, name, await answer.Content.ReadAsStringAsync());
            await app.RunJobs();
        }

        statuses.ShouldBe([
            "preview 200",
            "create 201",
            "timeline 200",
            "status 200",
            "number 200",
            "pdf 200",
            "resend 202",
        ]);
    }

    /// <summary>The request's line, its headers, and after a blank line its body or the file that has it.</summary>
    private static HttpRequestMessage Read(string call, Dictionary<string, string> values)
    {
        var text = WithValues(call, values);
        var lines = text.Split('\n').Skip(1).Where(line => !line.StartsWith('#')).ToList();
        var end = lines.FindIndex(line => line.Length == 0);
        var words = lines[0].Split(' ');
        var request = new HttpRequestMessage(new(words[0]), words[1]);
        foreach (var header in lines[1..end].Select(line => line.Split(": ", 2)))
            if (header[0] != "Content-Type")
                request.Headers.Add(header[0], header[1]);
        var body = string.Join('\n', lines[end..]).Trim();
        if (body.StartsWith("<@ ", StringComparison.Ordinal))
            body = WithValues(File.ReadAllText(PathOf(body[3..])), values);
        if (words[0] == "POST")
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return request;
    }

    /// <summary>The editors' own values among them.</summary>
    private static string WithValues(string text, Dictionary<string, string> values) =>
        Variable()
            .Replace(
                text,
                match =>
                    match.Groups[1].Value switch
                    {
                        "$timestamp" => $"{BudstikkeApp.Monday.ToUnixTimeSeconds()}",
                        "$guid" => $"{Guid.NewGuid()}",
                        var name => values[name],
                    }
            );

    private static void Remember(Dictionary<string, string> values, string name, string answer)
    {
        if (JsonNode.Parse(answer)!["data"] is JsonObject data && data["uuid"] is { } uuid)
            values[$"{name}.response.body.$.data.uuid"] = uuid.GetValue<string>();
    }

    private static string PathOf(string file) => RepositoryFolder.PathOf("samples", file);

    [GeneratedRegex(@"# @name (\w+)")]
    private static partial Regex Name();

    [GeneratedRegex(@"\{\{([^{}]+)\}\}")]
    private static partial Regex Variable();
}
