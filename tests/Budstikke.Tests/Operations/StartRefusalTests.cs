using System.Net;
using System.Net.Sockets;
using Budstikke.Storage;
using Budstikke.Tests.Nodes;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Budstikke.Tests.Operations;

/// <summary>What keeps a node from starting is one line that names it, and exit code 2.</summary>
public sealed class StartRefusalTests : IDisposable
{
    private readonly string _folder = StoreFolder.New();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_machine_without_time_zones_is_refused_before_it_takes_an_order()
    {
        var line = await Refusal(("TZDIR", Path.Combine(_folder, "nowhere")));

        line.ShouldStartWith("The time zone Europe/Oslo is not on this machine");
        File.Exists(Path.Combine(_folder, "budstikke.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_port_that_another_program_has_is_refused_by_the_setting()
    {
        using var another = new TcpListener(IPAddress.Loopback, 0);
        another.Start();
        var url = $"http://{another.LocalEndpoint}";

        var line = await Refusal(("ASPNETCORE_URLS", url));

        line.ShouldStartWith("ASPNETCORE_URLS: another program listens");
        line.ShouldContain(url);
    }

    [Theory]
    [InlineData("127.0.0.1:5080", "is no address: it must be http://HOST:PORT")]
    [InlineData("https://127.0.0.1:5080", "TLS belongs to the proxy")]
    [InlineData("http://127.0.0.1:0/api", "must have no path")]
    public async Task An_address_that_is_none_is_refused_by_the_setting(string url, string why)
    {
        var line = await Refusal(("ASPNETCORE_URLS", $"http://127.0.0.1:0;{url}"));

        line.ShouldStartWith($"ASPNETCORE_URLS: {url} ");
        line.ShouldContain(why);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_refused_by_the_setting() =>
        // Of the addresses that are for examples only.
        (await Refusal(("ASPNETCORE_URLS", "http://192.0.2.1:5080"))).ShouldStartWith(
            "ASPNETCORE_URLS: http://192.0.2.1:5080 cannot be listened on"
        );

    [Fact]
    public async Task A_file_of_settings_that_is_no_JSON_is_refused_by_its_path()
    {
        var file = Path.Combine(_folder, "appsettings.json");
        await File.WriteAllTextAsync(file, "{ \"Email\": ");

        (await Refusal(("ASPNETCORE_CONTENTROOT", _folder))).ShouldContain(file);
    }

    [Fact]
    public async Task A_setting_that_looks_like_ours_is_warned_of_by_its_name_alone()
    {
        var settings = await StoreFolder.Settings(Store.Sqlite, _folder);
        settings["Email:Smpt"] = "smtp://user:hemmelig@mail.example";
        using (var node = await NodeProcess.Serve(settings))
        {
            (await node.Complaint("Email__Smpt")).ShouldContain(
                "There is no setting Email__Smpt; Email__Smtp was likely meant"
            );
            node.Complaints.ShouldNotContain(line => line.Contains("hemmelig"));
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    [Theory]
    [InlineData("Email:Smpt", "Email__Smpt", "Email__Smtp")]
    [InlineData("post:folders", "post__folders", "Post__Folder")]
    [InlineData("Storage:Path:Of:It", "Storage__Path__Of__It", null)]
    [InlineData("Node:Role", "Node__Role", "Node__Roles")]
    public void What_was_likely_meant_is_said_where_it_is_near(string name, string shown, string? likely) =>
        UnknownIn(name).ShouldBe([(shown, likely)]);

    [Theory]
    [InlineData("email:smtp")]
    [InlineData("Storage:Sqlite")]
    [InlineData("PATH")]
    [InlineData("Node")]
    [InlineData("Kestrel:Limits:MaxConcurrentConnections")]
    public void What_is_a_setting_or_nothing_of_ours_is_not_warned_of(string name) => UnknownIn(name).ShouldBeEmpty();

    private static IEnumerable<(string, string?)> UnknownIn(string name) =>
        KnownSettings.UnknownIn(
            new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?> { [name] = "a value" })
                .Build()
        );

    private async Task<string> Refusal((string Name, string Value) setting)
    {
        var settings = await StoreFolder.Settings(Store.Sqlite, _folder);
        settings["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        settings[setting.Name] = setting.Value;
        var (code, error) = await NodeProcess.RunToEnd(settings, "serve");

        code.ShouldBe(2, error);
        return error.Trim().Split('\n').ShouldHaveSingleItem();
    }
}
