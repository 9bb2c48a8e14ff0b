using System.Net;
using System.Text.Json;
using Budstikke.Health;
using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Operations;

/// <summary>What a load balancer asks.</summary>
public sealed class HealthTests
{
    [Theory]
    [InlineData("api,worker")]
    [InlineData("api")]
    [InlineData("worker")]
    public async Task Every_node_tells_its_health_without_a_token(string roles)
    {
        await using var node = await Node.Start(new Dictionary<string, string?> { ["Node:Roles"] = roles });
        node.Http.DefaultRequestHeaders.Authorization = null;

        foreach (var path in new[] { "/health/live", "/health/ready" })
        {
            var answer = await node.Http.GetAsync(new Uri(path, UriKind.Relative));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
            var body = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
            body.GetProperty("status").GetString().ShouldBe("ok");
        }
    }

    [Fact]
    public async Task A_node_without_its_tables_lives_but_is_not_ready()
    {
        await using var node = await Node.Start();
        await node.Database.Write(session => session.Execute("ALTER TABLE schema_versions RENAME TO elsewhere"));

        var ready = await node.Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync()).ShouldContain("The database cannot be read.");
        var live = await node.Http.GetAsync(new Uri("/health/live", UriKind.Relative));
        live.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_old_schema_is_not_ready_and_a_newer_one_is()
    {
        await using var store = await TempStore.Create();
        var known = Migrator.Known[^1].Version;

        await SetVersion(store, known - 1);
        (await Ask(store)).Reason.ShouldBe($"The schema is {known - 1}, this program needs {known}.");
        await SetVersion(store, known + 1);
        (await Ask(store)).Reason.ShouldBeNull();
    }

    [Fact]
    public async Task A_stopping_node_is_not_ready()
    {
        await using var store = await TempStore.Create();

        (await new ReadyProbe(store.Database, TimeProvider.System).Of(Readiness.Stopping, default)).Reason.ShouldBe(
            "The node is stopping."
        );
    }

    [Fact]
    public async Task A_server_that_is_gone_is_not_ready_within_two_seconds()
    {
        await using var database = new Database(
            new PostgresDialect("Host=127.0.0.1;Port=1;Username=nobody;Database=none")
        );

        (await Readiness.Of(database, default)).Reason.ShouldNotBeNull();
    }

    private static Task<Readiness> Ask(TempStore store) => Readiness.Of(store.Database, default);

    private static Task SetVersion(TempStore store, long version) =>
        store.Database.Write(async session =>
        {
            await session.Execute("DELETE FROM schema_versions");
            await session.Execute(
                "INSERT INTO schema_versions (version, applied_at) VALUES (@version, 0)",
                new { version }
            );
        });
}
