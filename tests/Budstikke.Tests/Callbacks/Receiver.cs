using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Budstikke.Tests.Callbacks;

/// <summary>A client's server on loopback, which answers as the test says and remembers what it was asked.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _urls = new();

    private Receiver(WebApplication app) => _app = app;

    /// <summary>In the order of the calls.</summary>
    public IReadOnlyList<string> Urls => [.. _urls];

    public int Calls => _urls.Count;

    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public Uri Address => new(_app.Urls.Single());

    public string Url(string rest = "/cb") => new Uri(Address, rest).ToString();

    public static async Task<Receiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver._app.Run(context =>
        {
            receiver._urls.Enqueue(context.Request.GetEncodedUrl());
            return receiver.Answer(context);
        });
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>One status after another, the last for good.</summary>
    public void AnswerWith(params int[] statuses)
    {
        var left = new Queue<int>(statuses);
        Answer = context =>
        {
            context.Response.StatusCode = left.Count > 1 ? left.Dequeue() : left.Peek();
            return Task.CompletedTask;
        };
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
