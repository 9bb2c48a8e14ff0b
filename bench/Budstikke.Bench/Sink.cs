using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Budstikke.Bench;

/// <summary>A client's receiver on loopback that takes every callback and keeps nothing.</summary>
internal sealed class Sink(WebApplication app) : IAsyncDisposable
{
    public string Url => app.Urls.Single();

    public static async Task<Sink> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/{**path}", () => "");
        await app.StartAsync();
        return new(app);
    }

    /// <summary>The order with this receiver in the place of its own.</summary>
    public string In(string order)
    {
        var node = System.Text.Json.Nodes.JsonNode.Parse(order)!;
        node["callback"]!["callbackUrl"] = Url;
        return node.ToJsonString();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
