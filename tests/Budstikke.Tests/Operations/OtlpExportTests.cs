using System.Collections.Concurrent;
using System.Text;
using Budstikke.Storage;
using Budstikke.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Budstikke.Tests.Operations;

/// <summary>The meters reach a collector, where one is set.</summary>
public sealed class OtlpExportTests
{
    [Fact]
    public async Task A_collector_gets_the_counts_at_the_latest_when_the_node_stops()
    {
        var got = new ConcurrentQueue<(string Path, string Body)>();
        await using var collector = await Collector(got);
        var url = collector.Urls.Single();
        await using (var node = await Node.Start(new Dictionary<string, string?> { ["Telemetry:OtlpEndpoint"] = url }))
            await node.Send();

        got.ShouldAllBe(call => call.Path == "/v1/metrics");
        var said = string.Concat(got.Select(call => call.Body));
        said.ShouldContain("budstikke.orders.accepted");
        said.ShouldContain("budstikke.door.batch");
    }

    [Theory]
    [InlineData("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/metrics")]
    [InlineData("https://collector.example/otlp/", "https://collector.example/otlp/v1/metrics")]
    public void The_path_of_the_signal_is_added(string setting, string expected) =>
        OtlpExport.EndpointOf(Settings(setting)).ShouldBe(new Uri(expected));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_the_setting_nothing_is_sent(string? setting) =>
        OtlpExport.EndpointOf(Settings(setting)).ShouldBeNull();

    [Theory]
    [InlineData("collector:4317")]
    [InlineData("ftp://collector.example")]
    [InlineData("/var/run/collector")]
    [InlineData("http://user:secret@collector.example")]
    [InlineData("http://collector.example?token=x")]
    public void A_wrong_endpoint_is_refused_by_name(string setting) =>
        Should
            .Throw<SettingRefusedException>(() => OtlpExport.EndpointOf(Settings(setting)))
            .Message.ShouldStartWith("Telemetry__OtlpEndpoint must be");

    private static IConfiguration Settings(string? endpoint) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Telemetry:OtlpEndpoint"] = endpoint })
            .Build();

    private static async Task<WebApplication> Collector(ConcurrentQueue<(string, string)> got)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            got.Enqueue((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
        });
        await app.StartAsync();
        return app;
    }
}
