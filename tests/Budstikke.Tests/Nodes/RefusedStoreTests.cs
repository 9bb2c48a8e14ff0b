using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Budstikke.Tests.Nodes;

/// <summary>A store that must not be used says so at start, in one sentence.</summary>
public sealed class RefusedStoreTests
{
    [NeedsPostgres]
    public async Task A_server_that_does_not_wait_for_its_disk_is_refused()
    {
        var careless = await PostgresCluster.Start("-c fsync=off");
        try
        {
            (await Refusal(careless.ConnectionTo("postgres"))).ShouldContain("fsync=off");
        }
        finally
        {
            careless.Stop();
        }
    }

    [NeedsPostgres]
    public async Task A_server_that_is_not_there_is_named()
    {
        // Nothing listens on port 1.
        var message = await Refusal("Host=127.0.0.1;Port=1;Username=postgres;Password=hemmelig;Database=a");

        message.ShouldStartWith("Storage__Postgres: ");
        message.ShouldContain("127.0.0.1:1");
        message.ShouldNotContain("hemmelig");
    }

    [Fact]
    public async Task A_wrong_password_is_refused_by_the_setting_and_not_repeated()
    {
        await using var dialect = new PostgresDialect("Host=db.example;Username=budstikke;Password=hemmelig");

        var message = dialect
            .WhyRefused(
                new Npgsql.PostgresException(
                    "password authentication failed for user \"budstikke\"",
                    "FATAL",
                    "FATAL",
                    Npgsql.PostgresErrorCodes.InvalidPassword
                )
            )
            .ShouldNotBeNull();

        message.ShouldStartWith("Storage__Postgres: ");
        message.ShouldContain("password authentication failed for user \"budstikke\"");
        message.ShouldNotContain("hemmelig");
    }

    [Theory]
    [InlineData(140_099, "PostgreSQL 14")]
    [InlineData(90_624, "PostgreSQL 9")]
    public void A_server_that_is_too_old_is_refused_by_name(int version, string name)
    {
        var why = PostgresErrors.WhyTooOld(version).ShouldNotBeNull();

        why.ShouldContain(name);
        why.ShouldContain("15 or newer");
    }

    [Theory]
    [InlineData(150_000)]
    [InlineData(180_001)]
    public void A_server_that_is_new_enough_is_taken(int version) => PostgresErrors.WhyTooOld(version).ShouldBeNull();

    [NeedsPostgres]
    public async Task A_database_that_does_not_exist_is_named() =>
        (await Refusal((await PostgresCluster.Shared).ConnectionTo("nowhere"))).ShouldContain("\"nowhere\"");

    [NeedsPostgres]
    public async Task A_user_whom_the_server_does_not_know_is_named() =>
        (await Refusal((await PostgresCluster.Shared).ConnectionTo("postgres", "nobody"))).ShouldContain("\"nobody\"");

    [NeedsPostgres]
    public async Task A_user_who_may_not_create_tables_is_told_so()
    {
        var cluster = await PostgresCluster.Shared;
        var connection = await cluster.NewEmptyDatabase();
        var guest = $"guest_of_{Name(connection)}";
        await cluster.Run($"CREATE ROLE {guest} LOGIN");

        (await Refusal(cluster.ConnectionTo(Name(connection), guest))).ShouldContain("lacks a right");
    }

    [Theory]
    [InlineData("no connection string at all")]
    [InlineData("Host=127.0.0.1;Password=hemmelig;Colour=blue")]
    [InlineData("Host=127.0.0.1;Password=hemmelig;Port=many")]
    public async Task What_is_no_connection_string_is_called_so(string setting)
    {
        var message = await Refusal(setting);

        message.ShouldContain("Storage__Postgres is no connection string");
        message.ShouldNotContain("hemmelig");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_database_newer_than_the_program_is_refused(Store store)
    {
        var folder = StoreFolder.New();
        await using (var app = await BudstikkeApp.Start(store, folder))
            await app.Execute(
                "INSERT INTO schema_versions (version, applied_at) VALUES (@version, 0)",
                new { version = 9999L }
            );

        var refused = await Should.ThrowAsync<StartRefusedException>(() => BudstikkeApp.Start(store, folder));

        refused.Message.ShouldContain("9999");
        await StoreFolder.Delete(folder);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_encryption_key_is_refused(Store store)
    {
        var folder = StoreFolder.New();
        await using (await BudstikkeApp.Start(store, folder)) { }
        File.Delete(Path.Combine(folder, "budstikke.key"));

        await Should.ThrowAsync<StartRefusedException>(() => BudstikkeApp.Start(store, folder));

        await StoreFolder.Delete(folder);
    }

    [NeedsPostgres]
    public async Task A_program_that_cannot_use_its_store_ends_with_one_line_and_no_stack_trace()
    {
        var (code, error) = await NodeProcess.RunToEnd(
            new() { [OpenStore.PostgresSetting] = "Host=127.0.0.1;Port=1;Username=postgres;Database=a" },
            "serve"
        );

        code.ShouldBe(2);
        error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("127.0.0.1:1");
    }

    private static string Name(string connection) => new Npgsql.NpgsqlConnectionStringBuilder(connection).Database!;

    private static async Task<string> Refusal(string connection)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { [OpenStore.PostgresSetting] = connection })
            .Build();
        var refused = await Should.ThrowAsync<StartRefusedException>(() =>
            OpenStore.Run(settings, new TestClock(BudstikkeApp.Monday))
        );
        return refused.Message;
    }
}
