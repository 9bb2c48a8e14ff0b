using System.Security.Cryptography;
using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Storage;

public sealed class SecretsTests
{
    private static readonly string s_key = Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray());
    private static readonly string s_otherKey = Convert.ToBase64String(Enumerable.Repeat((byte)8, 32).ToArray());

    [Fact]
    public async Task An_empty_store_makes_a_key_file_that_only_its_owner_may_read()
    {
        await using var store = await TempStore.Create();

        var made = await Secrets.Open(store.Database, null, store.KeyFile);
        var opened = await Secrets.Open(store.Database, null, store.KeyFile);

        opened.Decrypt(made.Encrypt("15838532192")).ShouldBe("15838532192");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(store.KeyFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_key_file_that_is_missing_beside_a_used_store_is_not_made_anew()
    {
        await using var store = await TempStore.Create();
        await Secrets.Open(store.Database, null, store.KeyFile);
        File.Delete(store.KeyFile);

        var refusal = await Should.ThrowAsync<StorageRefusedException>(() =>
            Secrets.Open(store.Database, null, store.KeyFile)
        );

        refusal.Message.ShouldContain(store.KeyFile);
        File.Exists(store.KeyFile).ShouldBeFalse();
    }

    [Fact]
    public async Task A_wrong_key_is_refused_at_start_and_not_shown()
    {
        await using var store = await TempStore.Create();
        await Secrets.Open(store.Database, s_key, store.KeyFile);

        var refusal = await Should.ThrowAsync<StorageRefusedException>(() =>
            Secrets.Open(store.Database, s_otherKey, store.KeyFile)
        );

        refusal.Message.ShouldContain("not the one");
        refusal.Message.ShouldNotContain(s_otherKey);
        refusal.Message.ShouldNotContain(s_key);
    }

    [Theory]
    [InlineData("no base64!")]
    [InlineData("c2hvcnQ=")]
    public async Task A_key_that_is_no_32_bytes_is_refused(string key)
    {
        await using var store = await TempStore.Create();

        await Should.ThrowAsync<StorageRefusedException>(() => Secrets.Open(store.Database, key, store.KeyFile));
    }

    [Fact]
    public void A_ciphertext_is_another_each_time_and_one_that_was_changed_is_not_read()
    {
        var secrets = new Secrets(new byte[32]);
        var text = secrets.Encrypt("15838532192");

        secrets.Encrypt("15838532192").ShouldNotBe(text);
        var at = text.IndexOf(':', StringComparison.Ordinal) + 1;
        var bytes = Convert.FromBase64String(text[at..]);
        bytes[^1] ^= 1;
        Should.Throw<CryptographicException>(() => secrets.Decrypt(text[..at] + Convert.ToBase64String(bytes)));
    }

    [Fact]
    public void A_hash_says_the_same_only_under_one_key_and_one_purpose()
    {
        var secrets = new Secrets(new byte[32]);

        secrets.Hash("a", "text").ShouldBe(secrets.Hash("a", "text"));
        secrets.Hash("a", "text").ShouldNotBe(secrets.Hash("b", "text"));
        secrets.Hash("a", "text").ShouldNotBe(new Secrets(Convert.FromBase64String(s_key)).Hash("a", "text"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_of_before_finds_its_key_where_it_was_made(bool hasAnotherBeside)
    {
        await using var store = await TempStore.Create();
        var before = Path.Combine(store.Folder, "elsewhere", "budstikke.key");
        await Secrets.Open(store.Database, null, before);
        var beside = Path.Combine(store.Folder, "budstikke.key");
        // Of another store that happens to lie in the same folder.
        if (hasAnotherBeside)
            await File.WriteAllTextAsync(beside, s_otherKey);

        var secrets = await Secrets.Open(store.Database, null, beside, before);

        secrets.Shown.ShouldEndWith(before);
        File.Exists(beside).ShouldBe(hasAnotherBeside);
    }

    [Fact]
    public async Task A_new_store_s_key_is_made_beside_it_and_not_where_the_program_is_started()
    {
        await using var store = await TempStore.Create();
        var places = KeyFile.DefaultsFor(store.Database.Dialect);

        places[0].ShouldBe(Path.Combine(store.Folder, "budstikke.key"));
        places[1].ShouldBe(Path.Combine("data", "budstikke.key"));
        KeyFile.DefaultsFor(new PostgresDialect("Host=db")).ShouldBe([places[1]]);
        (await Secrets.Open(store.Database, null, places)).Shown.ShouldEndWith(places[0]);
    }
}
